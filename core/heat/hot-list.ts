import { z } from 'zod'
import type { Mention } from '../mention.ts'

/** 热榜. */
export const HotList = z.object({
  source: z.string(),
  /** Its best place as last seen, 1 the top; null: it is on the list, its place is not known. */
  rank: z.number().int().positive().nullable()
})
export type HotList = z.infer<typeof HotList>

/** Where the matter stands on hot lists now: the best place on each list, the best list first; empty where it is on none that we saw. */
export function hotListsOf(mentions: readonly Pick<Mention, 'sourceKind' | 'source' | 'rank'>[]): HotList[] {
  const best = new Map<string, number | null>()
  for (const { sourceKind, source, rank } of mentions) {
    if (sourceKind !== 'hot-list' || rank === null) continue
    const before = best.get(source) ?? null
    best.set(source, rank === undefined ? before : Math.min(before ?? rank, rank))
  }
  const weight = ({ rank }: HotList): number => rank ?? Number.POSITIVE_INFINITY
  return [...best].map(([source, rank]) => ({ source, rank })).sort((a, b) => weight(a) - weight(b) || (a.source < b.source ? -1 : 1))
}
