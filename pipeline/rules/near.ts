import type { Hit } from './vocabulary.ts'

interface Chain {
  readonly hit: Hit
  readonly group: number
  readonly before: Chain | null
  /** Where its first hit ends: what lies further than `within` behind it cannot join. */
  readonly firstEnd: number
}

/**
 * One hit of each group, none overlapping another and all within so many characters (from the first one's end to the last
 * one's start); in the order of the groups where `ordered`. The one that is complete first in the text, in the order of the
 * groups, or null. Takes one pass over the hits, however many there are.
 */
export function findNear(groups: readonly (readonly Hit[])[], within: number, ordered: boolean): Hit[] | null {
  if (groups.some((hits) => hits.length === 0)) return null
  const all = (1 << groups.length) - 1
  /** For each set of groups the chain that began last: it reaches furthest. */
  const best: (Chain | undefined)[] = Array.from({ length: all + 1 })
  /** Chains whose last hit still covers the place in hand: nothing may follow them there. */
  let open: { chain: Chain; set: number }[] = []
  for (const { hit, group } of inTextOrder(groups)) {
    open = open.filter(({ chain, set }) => {
      if (chain.hit.end > hit.start) return true
      if ((best[set]?.firstEnd ?? -1) < chain.firstEnd) best[set] = chain
      return false
    })
    for (let set = 0; set < all; set++) {
      if ((set & (1 << group)) !== 0 || (ordered && set !== (1 << group) - 1)) continue
      const before = best[set] ?? null
      if (set !== 0 && (before === null || hit.start - before.firstEnd > within)) continue
      const chain = { hit, group, before, firstEnd: before?.firstEnd ?? hit.end }
      if ((set | (1 << group)) === all) return inGroupOrder(chain, groups.length)
      open.push({ chain, set: set | (1 << group) })
    }
  }
  return null
}

function inTextOrder(groups: readonly (readonly Hit[])[]): { hit: Hit; group: number }[] {
  return groups.flatMap((hits, group) => hits.map((hit) => ({ hit, group }))).sort((a, b) => a.hit.start - b.hit.start || a.hit.end - b.hit.end)
}

function inGroupOrder(last: Chain, count: number): Hit[] {
  const hits: Hit[] = Array.from({ length: count })
  for (let chain: Chain | null = last; chain !== null; chain = chain.before) hits[chain.group] = chain.hit
  return hits
}
