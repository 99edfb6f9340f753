import { fold } from './fold-wording.ts'

export interface Nearest {
  readonly raw: string
  /** Share of the wanted letter pairs that it has, 0 to 1. */
  readonly common: number
}

/** Finds the passage of a page that has most letter pairs in common with another; null where none has any. */
export function nearestAmong(passages: readonly string[]): (wanted: string) => Nearest | null {
  const standsIn = new Map<number, number[]>()
  for (const [index, raw] of passages.entries()) {
    for (const pair of pairsOf(fold(raw).letters)) {
      const places = standsIn.get(pair)
      if (places === undefined) standsIn.set(pair, [index])
      else places.push(index)
    }
  }
  return (wanted) => {
    const pairs = pairsOf(wanted)
    const counts = new Map<number, number>()
    for (const pair of pairs) for (const index of standsIn.get(pair) ?? []) counts.set(index, (counts.get(index) ?? 0) + 1)
    let best: number | null = null
    for (const [index, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = index
    return best === null ? null : { raw: passages[best] ?? '', common: (counts.get(best) ?? 0) / pairs.size }
  }
}

/** Each two letters that stand together, as one number. */
function pairsOf(text: string): Set<number> {
  const pairs = new Set<number>()
  for (let at = 0; at + 2 <= text.length; at++) pairs.add(text.charCodeAt(at) * 65_536 + text.charCodeAt(at + 1))
  return pairs
}
