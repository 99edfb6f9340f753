import { assert, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayAfter, dayOf, daysBetween } from '../../../core/china-day.ts'
import { dueAt } from '../../../core/countdown.ts'
import { addMs, chinaWallTime, hourMs, minuteMs, type Instant } from '../../../core/instant.ts'
import { addWorkingDays, addWorkingMs, nextWorkingMoment, WorkingHours, workingMsBetween, type WorkingTime } from '../../../core/working-days.ts'
import { dayKind, HolidayYear, isWorkingDay, MissingCalendarError, missingYears } from '../../../core/working-calendar.ts'
import { anchor, at, policy } from '../../support/incidents.ts'
import { shippedCalendar } from '../../support/shipped-calendar.ts'

const time: WorkingTime = {
  calendar: shippedCalendar,
  hours: WorkingHours.parse({
    spans: [
      { from: '08:30', to: '12:00' },
      { from: '14:00', to: '18:00' }
    ],
    source: '测试作息'
  })
}
/** `2026-09-30 16:00` as a moment. */
const moment = (text: string): Instant => at(text.slice(11), text.slice(0, 10))

describe('a day of the calendar that is shipped', () => {
  it.each([
    ['a 调休 Sunday counts as a working day', '2026-09-20', 'workday'],
    ['a 调休 Saturday counts as a working day', '2026-10-10', 'workday'],
    ['National Day does not', '2026-10-01', 'holiday'],
    ['nor does a Wednesday within its week', '2026-10-07', 'holiday'],
    ['an ordinary Sunday does not', '2026-09-13', 'weekend'],
    ['the Monday after the holiday does', '2026-10-12', 'workday'],
    ['New Year in the middle of a week does not, and the day after does', '2025-01-01', 'holiday'],
    ['2 January 2025 was worked, as that holiday had one day', '2025-01-02', 'workday'],
    ['Spring Festival had nine days in 2026', '2026-02-23', 'holiday'],
    ['a day of a year without a calendar is not known', '2027-06-07', null]
  ])('%s', (_, day, kind) => {
    expect(dayKind(shippedCalendar, day)).toBe(kind)
  })

  it('has as many days off and 调休 days as the notices give', () => {
    const of = (year: string, days: Iterable<string>): number => [...days].filter((day) => day.startsWith(year)).length
    expect([of('2025', shippedCalendar.holidays.keys()), of('2025', shippedCalendar.workdays)]).toEqual([28, 5])
    expect([of('2026', shippedCalendar.holidays.keys()), of('2026', shippedCalendar.workdays)]).toEqual([33, 6])
  })
})

describe('a deadline of N working days', () => {
  it.each([
    ['2 工作日核实报告 from a Monday: Wednesday at the close of business', '2026-09-07 09:10', 2, '2026-09-09 18:00'],
    ['the day on which it begins does not count, however early', '2026-09-07 00:00', 1, '2026-09-08 18:00'],
    ['nor however late', '2026-09-07 23:59', 1, '2026-09-08 18:00'],
    ['from a Friday the weekend does not count', '2026-09-11 17:00', 2, '2026-09-15 18:00'],
    ['a 调休 Sunday counts: from the Friday before it', '2026-09-18 10:00', 1, '2026-09-20 18:00'],
    ['begun on a 调休 Sunday, that day does not count', '2026-09-20 10:00', 1, '2026-09-21 18:00'],
    ['National Day does not count: 2 工作日 from 30 September are 8 and 9 October', '2026-09-30 16:00', 2, '2026-10-09 18:00'],
    ['and the 调休 Saturday after it is the third', '2026-09-30 16:00', 3, '2026-10-10 18:00'],
    ['begun within the holiday, it counts from the first day of work', '2026-10-03 12:00', 1, '2026-10-08 18:00'],
    ['5 工作日 after 认领 on the eve of Spring Festival', '2026-02-13 11:00', 5, '2026-02-27 18:00'],
    ['3 工作日 of a 交办单 across New Year of two calendars', '2025-12-31 15:00', 3, '2026-01-06 18:00'],
    ['the last days of a year whose next has no calendar', '2026-12-29 10:00', 2, '2026-12-31 18:00']
  ])('%s', (_, from, days, due) => {
    expect(chinaWallTime(addWorkingDays(time, moment(from), days))).toBe(due)
  })

  it('into a year without a calendar is an error that names the year, never a guess', () => {
    const ask = (): Instant => addWorkingDays(time, moment('2026-12-30 10:00'), 2)
    expect(ask).toThrow(MissingCalendarError)
    expect(ask).toThrow('没有 2027 年的节假日表')
    expect(() => isWorkingDay(shippedCalendar, '2024-05-06')).toThrow('calendar/2024.yaml')
    expect(missingYears(shippedCalendar, '2024-12-01', '2027-01-03')).toEqual([2024, 2027])
    expect(missingYears(shippedCalendar, '2026-01-01', '2026-12-31')).toEqual([])
  })

  it.each([0, -1, 1.5])('of %d days is no deadline', (days) => {
    expect(() => addWorkingDays(time, moment('2026-09-07 09:10'), days)).toThrow(RangeError)
  })
})

describe('whatever the day and the number', () => {
  const minutesOfTwoYears = (2 * 365 - 40) * 24 * 60
  const begin = moment('2025-01-01 00:00')

  it('exactly N working days lie after the first day, and the last of them is the one that is due', () => {
    assert(
      property(integer({ min: 0, max: minutesOfTwoYears }), integer({ min: 1, max: 12 }), (minutes, days) => {
        const from = addMs(begin, minutes * minuteMs)
        const due = addWorkingDays(time, from, days)
        const passed = daysBetween(dayAfter(dayOf(from)), dayOf(due)).filter((day) => isWorkingDay(shippedCalendar, day))
        expect([passed.length, passed.at(-1), chinaWallTime(due).slice(11)]).toEqual([days, dayOf(due), '18:00'])
      })
    )
  })

  it('office hours added are the office hours between', () => {
    assert(
      property(integer({ min: 0, max: minutesOfTwoYears }), integer({ min: 1, max: 5000 }), (minutes, worked) => {
        const from = addMs(begin, minutes * minuteMs)
        expect(workingMsBetween(time, from, addWorkingMs(time, from, worked * minuteMs))).toBe(worked * minuteMs)
      })
    )
  })
})

describe('business hours are never applied to statutory hours', () => {
  it.each([
    ['authoritative-release', '2026-10-02 03:00'],
    ['press-conference', '2026-10-02 22:00'],
    ['reply', '2026-10-03 22:00']
  ])('%s from 22:00 on National Day is due at %s, holiday or not', (kind, due) => {
    const rule = policy.countdowns.find((one) => one.kind === kind)
    expect(rule && chinaWallTime(dueAt(rule, anchor('occurred', moment('2026-10-01 22:00'))))).toBe(due)
  })
})

describe('the next working moment', () => {
  it.each([
    ['in the morning is now', '2026-09-07 09:10', '2026-09-07 09:10'],
    ['before the office opens is when it opens', '2026-09-07 06:00', '2026-09-07 08:30'],
    ['at noon is after the break', '2026-09-07 12:00', '2026-09-07 14:00'],
    ['at the close is the next day', '2026-09-07 18:00', '2026-09-08 08:30'],
    ['on Friday night is Monday', '2026-09-11 20:00', '2026-09-14 08:30'],
    ['on Saturday before a 调休 Sunday is that Sunday', '2026-09-19 10:00', '2026-09-20 08:30'],
    ['on National Day is the first day of work', '2026-10-01 10:00', '2026-10-08 08:30']
  ])('%s', (_, from, next) => {
    expect(chinaWallTime(nextWorkingMoment(time, moment(from)))).toBe(next)
  })
})

describe('office hours between two moments', () => {
  it.each([
    ['within a morning', '2026-09-07 09:00', '2026-09-07 10:30', 90],
    ['leave out the break', '2026-09-07 11:00', '2026-09-07 15:00', 120],
    ['leave out the night and the weekend', '2026-09-11 17:00', '2026-09-14 09:30', 120],
    ['are none over a holiday', '2026-10-01 00:00', '2026-10-08 08:30', 0],
    ['are none backwards', '2026-09-08 10:00', '2026-09-07 10:00', 0]
  ])('%s', (_, from, to, minutes) => {
    expect(workingMsBetween(time, moment(from), moment(to))).toBe(minutes * minuteMs)
  })

  it('lead back to where they end', () => {
    const from = moment('2026-09-30 16:00')
    const due = addWorkingDays(time, from, 3)
    expect(workingMsBetween(time, from, due)).toBe(24.5 * hourMs)
    expect(addWorkingMs(time, from, workingMsBetween(time, from, due))).toBe(due)
    expect(chinaWallTime(addWorkingMs(time, from, 3 * hourMs))).toBe('2026-10-08 09:30')
  })
})

describe('a holiday table with a slip', () => {
  const good = { year: 2026, source: '通知', holidays: [{ name: '元旦', from: '2026-01-01', to: '2026-01-03' }], workdays: ['2026-01-04'] }

  it('is taken without one, days of the December before included', () => {
    expect(HolidayYear.safeParse(good).success).toBe(true)
    expect(HolidayYear.safeParse({ ...good, holidays: [{ name: '元旦', from: '2025-12-31', to: '2026-01-02' }] }).success).toBe(true)
  })

  it.each([
    [{ ...good, holidays: [{ name: '元旦', from: '2026-01-03', to: '2026-01-01' }] }, '晚于最后一天'],
    [{ ...good, holidays: [{ name: '元旦', from: '2026-01-01', to: '2026-10-03' }] }, '放假超过 15 天'],
    [{ ...good, holidays: [{ name: '元旦', from: '2025-01-01', to: '2025-01-03' }] }, '不在 2026 年'],
    [{ ...good, workdays: ['2026-01-05'] }, '不是周末'],
    [{ ...good, workdays: ['2026-01-03'] }, '既放假又上班'],
    [{ ...good, workdays: ['2026-02-30'] }, '应是 2026-10-01 这样的日期'],
    [{ ...good, source: '' }, 'source']
  ])('is refused with its reason (%#)', (table, reason) => {
    const result = HolidayYear.safeParse(table)
    expect(JSON.stringify(result.error?.issues)).toContain(reason)
  })

  it.each([
    [[]],
    [[{ from: '12:00', to: '08:30' }]],
    [
      [
        { from: '08:30', to: '12:00' },
        { from: '11:00', to: '18:00' }
      ]
    ]
  ])('office hours %j are refused', (spans) => {
    expect(WorkingHours.safeParse({ spans, source: '测试' }).success).toBe(false)
  })
})
