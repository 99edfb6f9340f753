import { RefusedError } from '../errors.ts'
import { addMs, chinaWallTime, dayMs, type Instant } from '../instant.ts'

/**
 * No matter that is answered today began earlier: records of an authority are closed long before. What lies further back is a form
 * that was left at 1970, or a slip in the year, and would be decades overdue at once.
 */
const farthestBackMs = 3653 * dayMs

/** A moment that a person typed. @throws RefusedError for one that has not come, or that cannot be meant */
export function demandTypedMoment(moment: Instant, now: Instant, what: string): void {
  if (moment > now) throw new RefusedError(`${what}不能晚于现在`)
  if (moment < addMs(now, -farthestBackMs)) throw new RefusedError(`${what} ${chinaWallTime(moment)} 早于十年前，请核对年份`)
}
