/** A stretch of a post that one person wrote. */
export interface Layer {
  readonly from: number
  readonly to: number
}

const longestName = 40
/** What was forwarded more often than this has nothing left to say for the forwarder. */
const mostLayers = 8

/**
 * A forwarded post as its layers, the forwarder's own words first: what stands behind `//@name:` is what they forward. A layer without a
 * letter (`//@a://@b:`) is left out, so the first is the nearest that says something.
 */
export function layersOf(plain: string): Layer[] {
  const layers: Layer[] = []
  let from = 0
  while (from < plain.length && layers.length < mostLayers) {
    const mark = plain.indexOf('/@', from)
    const to = mark === -1 ? plain.length : mark
    if (saysSomething(plain, from, to)) layers.push({ from, to })
    if (mark === -1) break
    from = nameEnd(plain, mark + 2)
  }
  return layers
}

/** Behind the colon that ends the name, or where the name would begin if there is none. */
function nameEnd(plain: string, from: number): number {
  for (let at = from; at < plain.length && at - from < longestName; at++) if (plain[at] === ':') return at + 1
  return from
}

/** Whether anything but blanks, slashes and full stops stands there. */
function saysSomething(plain: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = plain.charCodeAt(at)
    if (code > 0x20 && code !== 0x2f && code !== 0x2e && code !== 0x3002 && code !== 0x3000) return true
  }
  return false
}
