import { z } from 'zod'
import { Day, daysBetween, isWeekend, yearOf } from './china-day.ts'
import { FatalError } from './errors.ts'

/** 节假日与调休 of one year, as the State Council's notice gives them. */
export const HolidayYear = z
  .strictObject({
    year: z.number().int().min(2000).max(2100),
    /** The notice. */
    source: z.string().min(1),
    /** Days off, weekends within them included; first and last day. */
    holidays: z.array(z.strictObject({ name: z.string().min(1), from: Day, to: Day })).min(1),
    /** 调休: Saturdays and Sundays on which offices work. */
    workdays: z.array(Day).default([])
  })
  .superRefine((table, context) => {
    const off = new Set<Day>()
    const complain = (path: PropertyKey[], message: string): void => context.addIssue({ code: 'custom', path, message })
    for (const [index, { from, to }] of table.holidays.entries()) {
      if (from > to) complain(['holidays', index], `放假的第一天 ${from} 晚于最后一天 ${to}`)
      else if (daysBetween(from, to).length > longestHoliday) complain(['holidays', index], `放假超过 ${longestHoliday} 天，请核对日期`)
      else for (const day of daysBetween(from, to)) off.add(day)
      if (!isNear(table.year, from) || !isNear(table.year, to)) complain(['holidays', index], `不在 ${table.year} 年`)
    }
    for (const [index, day] of table.workdays.entries()) {
      if (!isWeekend(day)) complain(['workdays', index], `${day} 不是周末，本来就上班`)
      if (off.has(day)) complain(['workdays', index], `${day} 既放假又上班`)
      if (!isNear(table.year, day)) complain(['workdays', index], `${day} 不在 ${table.year} 年`)
    }
  })
export type HolidayYear = z.infer<typeof HolidayYear>

/** More in one row is a slip of the pen; the longest so far had 9. */
const longestHoliday = 15

/** A notice may touch the last days of the year before, as that of 2023 did with 31 December 2022. */
function isNear(year: number, day: Day): boolean {
  return yearOf(day) === year || day.startsWith(`${year - 1}-12`)
}

export interface WorkingCalendar {
  readonly years: ReadonlySet<number>
  /** Name of the holiday by day. */
  readonly holidays: ReadonlyMap<Day, string>
  readonly workdays: ReadonlySet<Day>
}

export function workingCalendar(tables: readonly HolidayYear[]): WorkingCalendar {
  return {
    years: new Set(tables.map(({ year }) => year)),
    holidays: new Map(
      tables.flatMap(({ holidays }) => holidays.flatMap(({ name, from, to }) => daysBetween(from, to).map((day) => [day, name] as const)))
    ),
    workdays: new Set(tables.flatMap(({ workdays }) => workdays))
  }
}

/** workday: offices work, a 调休 weekend included; weekend: an ordinary one; holiday: off by the notice. */
export type DayKind = 'workday' | 'weekend' | 'holiday'

/** What a day is; null where the calendar of its year is missing: the weekday alone would be a guess. */
export function dayKind(calendar: WorkingCalendar, day: Day): DayKind | null {
  if (calendar.holidays.has(day)) return 'holiday'
  if (calendar.workdays.has(day)) return 'workday'
  if (!calendar.years.has(yearOf(day))) return null
  return isWeekend(day) ? 'weekend' : 'workday'
}

/** A deadline in working days reaches into a year whose holidays are not known. */
export class MissingCalendarError extends FatalError {
  readonly code = 'missing-calendar'
}

/** @throws MissingCalendarError for a year without a calendar */
export function isWorkingDay(calendar: WorkingCalendar, day: Day): boolean {
  const kind = dayKind(calendar, day)
  if (kind === null) {
    throw new MissingCalendarError(`没有 ${yearOf(day)} 年的节假日表，不能推算 ${day} 是否上班；请按国务院通知写好 calendar/${yearOf(day)}.yaml`, {
      metadata: { day }
    })
  }
  return kind === 'workday'
}

/** Years between two days, both included, that the calendar does not have. */
export function missingYears(calendar: WorkingCalendar, from: Day, to: Day): number[] {
  const first = yearOf(from)
  return Array.from({ length: yearOf(to) - first + 1 }, (_, index) => first + index).filter((year) => !calendar.years.has(year))
}
