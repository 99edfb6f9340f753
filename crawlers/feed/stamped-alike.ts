import { hourMs, msOf, type Instant } from '../../core/instant.ts'
import { readDate } from '../../core/written-date.ts'
import type { FeedItem } from './schema.ts'

/** Some programs give each item the moment at which the feed was asked for: that says nothing of when it was published. */
export function isStampedAlike(items: readonly FeedItem[], now: Instant): boolean {
  const [first] = items
  if (first?.published == null || items.length < 3 || items.some(({ published }) => published !== first.published)) return false
  const read = readDate(first.published, now)
  return read !== null && read.precision !== 'day' && Math.abs(msOf(read.at) - msOf(now)) < hourMs
}
