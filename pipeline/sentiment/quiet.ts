import type { Layer } from './layers.ts'
import { endsClause } from './clause.ts'

const longestName = 20

interface Quiet {
  readonly from: number
  readonly to: number
  readonly share: number
}

/** Marks whose words are not quite the author's: names of people, of topics and of works, headlines. */
const topicMark = 0x23
const nameMark = 0x40
const opening = ['#', '@', '《', '【'] as const
const workOpens = 0x300a
const workCloses = 0x300b
const headlineOpens = 0x3010
const headlineCloses = 0x3011
const topic = { close: topicMark, share: 0.3, longest: 40 }
const work = { close: workCloses, share: 0, longest: 40 }
const headline = { close: headlineCloses, share: 0.5, longest: 80 }
/** Which share of a word at a place counts as the author's: none inside `@name` and 《》, some inside #topic# and 【headline】. */
export function ownShares(plain: string, layer: Layer): (at: number) => number {
  // Most texts have none of the marks, and to look for four characters costs less than to look at each.
  if (!opening.some((mark) => plain.includes(mark, layer.from))) return wholly
  const quiet: Quiet[] = []
  for (let at = layer.from; at < layer.to; at++) {
    const code = plain.charCodeAt(at)
    if (code !== nameMark && code !== topicMark && code !== workOpens && code !== headlineOpens) continue
    const found = quietFrom(plain, at, layer.to)
    if (found === null) continue
    quiet.push(found)
    at = found.to - 1
  }
  let next = 0
  return function shareAt(at) {
    while (next < quiet.length && (quiet[next]?.to ?? 0) <= at) next++
    const here = quiet[next]
    return here === undefined || at < here.from ? 1 : here.share
  }
}

function wholly(): number {
  return 1
}

function quietFrom(plain: string, at: number, to: number): Quiet | null {
  switch (plain.charCodeAt(at)) {
    case nameMark:
      return name(plain, at, to)
    case topicMark:
      return paired(plain, at, to, topic)
    case workOpens:
      return paired(plain, at, to, work)
    case headlineOpens:
      return paired(plain, at, to, headline)
    default:
      return null
  }
}

function paired(plain: string, at: number, to: number, pair: { close: number; share: number; longest: number }): Quiet | null {
  const most = Math.min(to, at + pair.longest)
  for (let end = at + 1; end < most; end++) if (plain.charCodeAt(end) === pair.close) return { from: at, to: end + 1, share: pair.share }
  return null
}

function name(plain: string, at: number, to: number): Quiet {
  const most = Math.min(to, at + longestName)
  let end = at + 1
  while (end < most && !endsName(plain.charCodeAt(end))) end++
  return { from: at, to: end, share: 0 }
}

function endsName(code: number): boolean {
  return endsClause(code) || code === 0x2f || code === nameMark
}
