import { dayAfter, momentOf, weekdayOf, weekdays, yearOf, type Day, type TimeOfDay } from '../china-day.ts'
import { chinaWallTime, type Instant } from '../instant.ts'
import type { PeriodKind } from './report-kind.ts'

/** A range, its begin inclusive and its end exclusive, and the paper's number of its year. */
export interface ReportPeriod {
  readonly from: Instant
  readonly to: Instant
  readonly words: string
  readonly year: number
  readonly issue: number
  /** A 月报 of a month so far. */
  readonly isPart: boolean
}

/**
 * What the paper of a day covers. 日报: the 24 hours up to the cut-off of that day; 周报: the seven days up to it; 月报: the month of the
 * day before, up to its end or to the cut-off where it still runs. The number counts days, weeks (ISO 8601) and months of the year,
 * so that the same period has the same number however often it is made.
 */
export function reportPeriod(kind: PeriodKind, day: Day, cutOff: TimeOfDay): ReportPeriod {
  const end = momentOf(day, cutOff)
  const before = dayAfter(day, -1)
  switch (kind) {
    case 'daily':
      return {
        from: momentOf(before, cutOff),
        to: end,
        words: spanWords(momentOf(before, cutOff), end),
        year: yearOf(day),
        issue: dayOfYear(day),
        isPart: false
      }
    case 'weekly': {
      const from = momentOf(dayAfter(day, -7), cutOff)
      return { from, to: end, words: spanWords(from, end), ...isoWeekOf(before), isPart: false }
    }
    case 'monthly': {
      const first: Day = `${before.slice(0, 7)}-01`
      const next = momentOf(firstOfNextMonth(first), '00:00')
      const from = momentOf(first, '00:00')
      const to = end < next ? end : next
      return { from, to, words: spanWords(from, to), year: yearOf(first), issue: Number(first.slice(5, 7)), isPart: to < next }
    }
  }
}

/** Before that nothing was monitored; a year of fewer digits is a slip of the pen. */
export const earliest = momentOf('2000-01-01', '00:00')

/** What may be said of a period now. `endsAt` null: it has ended; else it runs until then, and only what lies before now is counted. */
export function endedBy(period: ReportPeriod, now: Instant): ReportPeriod & { readonly endsAt: Instant | null } {
  if (period.to <= now) return { ...period, endsAt: null }
  return { ...period, to: now, words: `${period.words}（${unendedWords(now)}）`, endsAt: period.to }
}

export function unendedWords(now: Instant): string {
  return `截至${momentWords(now)}，尚未结束`
}

/** `11月27日8时至11月28日8时`, with minutes where there are any and the years where they differ. */
function spanWords(from: Instant, to: Instant): string {
  const years = chinaWallTime(from).slice(0, 4) !== chinaWallTime(to).slice(0, 4)
  return `${momentWords(from, years)}至${momentWords(to, years)}`
}

/** `11月27日8时`, `2026年11月27日18时5分`. */
export function momentWords(at: Instant, withYear = false): string {
  const wall = chinaWallTime(at)
  const minute = Number(wall.slice(14, 16))
  return `${withYear ? dayWords(wall.slice(0, 10)) : shortDayWords(wall.slice(0, 10))}${Number(wall.slice(11, 13))}时${minute === 0 ? '' : `${minute}分`}`
}

/** `2026年11月28日`: dates of a paper have no leading zeros. */
export function dayWords(day: Day): string {
  return `${day.slice(0, 4)}年${shortDayWords(day)}`
}

export function shortDayWords(day: Day): string {
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`
}

function dayOfYear(day: Day): number {
  return (Date.parse(`${day}T00:00:00Z`) - Date.parse(`${day.slice(0, 4)}-01-01T00:00:00Z`)) / 86_400_000 + 1
}

/** The week is that of its Thursday. */
function isoWeekOf(day: Day): { readonly year: number; readonly issue: number } {
  const thursday = dayAfter(day, 3 - weekdays.indexOf(weekdayOf(day)))
  return { year: yearOf(thursday), issue: Math.ceil(dayOfYear(thursday) / 7) }
}

function firstOfNextMonth(first: Day): Day {
  return `${dayAfter(first, 31).slice(0, 7)}-01`
}
