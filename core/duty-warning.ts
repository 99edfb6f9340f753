import { dayAfter, dayOf, momentOf } from './china-day.ts'
import { dutiesBetween, stretchWords, type Duty, type DutyRoster } from './duty-roster.ts'
import type { Instant } from './instant.ts'
import type { WorkingCalendar } from './working-calendar.ts'

/** 前夜提醒: what is wrong with a roster until the end of tomorrow. */
export interface DutyWarning {
  readonly rosterId: string
  /** Tomorrow; one warning a roster and day. */
  readonly day: string
  readonly gaps: readonly Duty[]
  readonly words: string
}

/**
 * What the night before must be told of a roster: every stretch until the end of tomorrow when nobody is on duty and nobody accepted
 * that, and every one whose people are not sure. Null before `warnAt` of the day, and where all is in order. Depends on roster,
 * calendar and moment alone, so that asking again says the same.
 */
export function nightBeforeWarning(roster: DutyRoster, calendar: WorkingCalendar, now: Instant): DutyWarning | null {
  const today = dayOf(now)
  const tomorrow = dayAfter(today)
  const warnsFrom = momentOf(today, roster.warnAt)
  if (now < warnsFrom) return null
  const gaps = dutiesBetween(roster, calendar, warnsFrom, momentOf(dayAfter(tomorrow), '00:00')).filter(
    ({ why, accepted }) => why !== null && !accepted
  )
  if (gaps.length === 0) return null
  const lines = gaps.map((gap) => `${stretchWords(gap)} ${gap.people.length === 0 ? '无人值班' : '值班人未定'}：${gap.why}`)
  return { rosterId: roster.id, day: tomorrow, gaps, words: `值班表“${roster.name}”到明日结束前有缺口：${lines.join('；')}` }
}
