import { severityOf, type Grade } from '../grade.ts'
import type { Instant } from '../instant.ts'

export interface RunningClock {
  readonly grade: Grade | null
  readonly dueAt: Instant
}

/**
 * Running clocks as a room has to look at them: first what of grades I and II is overdue, then what can still be kept, the soonest first, at
 * last what else is overdue. By `dueAt` alone a few minor ones of days ago would hide the red clock for good. What is overdue stands with the
 * gravest and the latest first.
 */
export function byWhatToWatch<Clock extends RunningClock>(clocks: readonly Clock[], now: Instant): Clock[] {
  const rank = ({ grade, dueAt }: RunningClock): number => (dueAt > now ? 1 : grade === 'I' || grade === 'II' ? 0 : 2)
  return clocks.toSorted((a, b) => {
    const [first, second] = [rank(a), rank(b)]
    if (first !== second) return first - second
    if (first === 1) return compare(a.dueAt, b.dueAt)
    return severityOf(b.grade) - severityOf(a.grade) || compare(b.dueAt, a.dueAt)
  })
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
