import { z } from 'zod'
import { hourMs, msOf, type Instant } from '../instant.ts'
import { interactions, type Engagement } from '../mention.ts'

export interface EngagementPoint {
  readonly observedAt: Instant
  readonly engagement: Engagement
}

/** 互动增长 over the last hours. */
export const EngagementGrowth = z.object({
  hours: z.number(),
  /** Interactions gained, summed over the mentions that could be compared; null where none could. Below 0 where a platform took some back. */
  gained: z.number().nullable(),
  /** Mentions that were looked at twice with known counts, so that a growth can be told. */
  compared: z.number().int()
})
export type EngagementGrowth = z.infer<typeof EngagementGrowth>

/**
 * The newest known count of each mention minus its count at the beginning of the window: of the last look before it, or of the
 * first look within where there is none before. A mention seen once, or whose counts nobody knows, says nothing: it is not 0.
 * @param series points of each mention, oldest first
 */
export function engagementGrowth(series: readonly (readonly EngagementPoint[])[], now: Instant, hours: number): EngagementGrowth {
  const since = msOf(now) - hours * hourMs
  const gains = series.flatMap((points) => gainOf(points, since) ?? [])
  return {
    hours,
    gained: gains.length === 0 ? null : gains.reduce((sum, gain) => sum + gain, 0),
    compared: gains.length
  }
}

function gainOf(points: readonly EngagementPoint[], since: number): number | null {
  const known = points.flatMap(({ observedAt, engagement }) => {
    const count = interactions(engagement)
    return count === null ? [] : [{ at: msOf(observedAt), count }]
  })
  const last = known.at(-1)
  const first = known.findLast(({ at }) => at <= since) ?? known[0]
  // Looked at only before the window: what happened within it is unknown.
  if (last === undefined || first === undefined || first === last || last.at <= since) return null
  return last.count - first.count
}
