import { dayAfter, dayOf, momentOf, weekdayOf, type Day } from '../china-day.ts'
import type { Instant } from '../instant.ts'
import type { ReportTime } from './report-settings.ts'

export interface DueReport {
  readonly day: Day
  readonly dueAt: Instant
  /** Names it in the book, so that it is made once however often it is looked for. */
  readonly cause: string
}

const mostDaysBack = 31

/** The newest moment at which this was due, up to now: what was missed while nothing ran is made up, the newest only. */
export function lastDue(time: ReportTime, now: Instant): DueReport | null {
  const today = dayOf(now)
  for (let back = 0; back <= mostDaysBack; back += 1) {
    const day = dayAfter(today, -back)
    const dueAt = momentOf(day, time.at)
    if (dueAt <= now && isDayOf(time, day)) return { day, dueAt, cause: `schedule:${time.kind}:${day}` }
  }
  return null
}

/** When it is due next, after now. */
export function nextDue(time: ReportTime, now: Instant): DueReport {
  let day = dayOf(now)
  while (momentOf(day, time.at) <= now || !isDayOf(time, day)) day = dayAfter(day)
  return { day, dueAt: momentOf(day, time.at), cause: `schedule:${time.kind}:${day}` }
}

function isDayOf(time: ReportTime, day: Day): boolean {
  switch (time.kind) {
    case 'daily':
      return true
    case 'weekly':
      return weekdayOf(day) === time.weekday
    case 'monthly':
      return Number(day.slice(8, 10)) === time.dayOfMonth
  }
}
