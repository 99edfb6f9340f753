import { hourMs, instantFromMs, msOf, type Instant } from '../instant.ts'
import type { CountPoint } from '../observed-counts.ts'

/** The way of an entry on its hot list. */
interface RankCourse {
  /** Null where it never had a place. */
  readonly best: number | null
  /** Since when it stands there without a break; null: it is not there, or never had a place. */
  readonly since: Instant | null
  /** Steps, oldest first: each place holds until the next; null: it was not on the list. */
  readonly curve: readonly { readonly at: Instant; readonly rank: number | null }[]
}

const shownMs = 24 * hourMs
const mostSteps = 60

/** From the series that the store keeps of the mention; the curve is that of the newest day. */
export function rankCourse(series: readonly CountPoint[], now: Instant): RankCourse {
  const points = series.flatMap(({ observedAt, rank }) => (rank === undefined ? [] : [{ at: observedAt, rank }]))
  const ranks = points.flatMap(({ rank }) => rank ?? [])
  const left = points.findLastIndex(({ rank }) => rank === null)
  return {
    best: ranks.length === 0 ? null : Math.min(...ranks),
    since: points[left + 1]?.at ?? null,
    curve: newestDay(points, now)
  }
}

/** What stood when the day began stands at its beginning. */
function newestDay(points: RankCourse['curve'], now: Instant): RankCourse['curve'] {
  const from = instantFromMs(msOf(now) - shownMs)
  const before = points.findLast(({ at }) => at < from)
  const within = points.filter(({ at }) => at >= from)
  return [...(before === undefined ? [] : [{ at: from, rank: before.rank }]), ...within].slice(-mostSteps)
}
