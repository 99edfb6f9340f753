import { dayAfter, dayOf, momentOf, type TimeOfDay } from './china-day.ts'
import type { Instant } from './instant.ts'

export interface QuietHours {
  readonly from: TimeOfDay
  readonly to: TimeOfDay
}

/** When the quiet hours end that the moment lies in, those that begin as others end among them; null: it lies in none. */
export function quietUntil(windows: readonly QuietHours[], at: Instant): Instant | null {
  let until: Instant | null = null
  // Each window may carry over into the next one once.
  for (let round = 0; round < windows.length; round++) {
    const end = endOfOne(windows, until ?? at)
    if (end === null) break
    until = end
  }
  return until
}

function endOfOne(windows: readonly QuietHours[], at: Instant): Instant | null {
  const today = dayOf(at)
  for (const { from, to } of windows) {
    // One that crosses midnight began yesterday or begins today; equal times are no window.
    for (const day of from < to ? [today] : from > to ? [dayAfter(today, -1), today] : []) {
      const end = momentOf(from < to ? day : dayAfter(day), to)
      if (momentOf(day, from) <= at && at < end) return end
    }
  }
  return null
}
