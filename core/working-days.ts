import { z } from 'zod'
import { dayAfter, dayOf, momentOf, TimeOfDay, type Day } from './china-day.ts'
import { addMs, msBetween, type Instant } from './instant.ts'
import { isWorkingDay, type WorkingCalendar } from './working-calendar.ts'

/** When an office works on a working day, earliest first, with the document that says so. */
export const WorkingHours = z.strictObject({
  spans: z
    .array(z.strictObject({ from: TimeOfDay, to: TimeOfDay }))
    .min(1)
    .refine(
      (spans) => spans.every(({ from, to }, index) => from < to && (spans[index - 1]?.to ?? '') <= from),
      '每段须先开始后结束，各段按先后排列且不重叠'
    ),
  source: z.string().min(1)
})
export type WorkingHours = z.infer<typeof WorkingHours>

/** What a deadline in working days needs to know. */
export interface WorkingTime {
  readonly calendar: WorkingCalendar
  readonly hours: WorkingHours
}

/**
 * The end of the N-th working day. The day on which it begins does not count (民法典第二百零一条), and a last day ends when
 * business does (第二百零三条).
 * @throws RangeError for less than one whole day, MissingCalendarError for a year without a calendar
 */
export function addWorkingDays(time: WorkingTime, from: Instant, days: number): Instant {
  if (!Number.isInteger(days) || days < 1) throw new RangeError(`${days} is no number of working days`)
  let day = dayOf(from)
  for (let counted = 0; counted < days;) {
    day = dayAfter(day)
    if (isWorkingDay(time.calendar, day)) counted++
  }
  return spansOn(time, day).at(-1)?.to ?? from
}

/** This moment if the office works then, else when it next opens. @throws MissingCalendarError */
export function nextWorkingMoment(time: WorkingTime, from: Instant): Instant {
  const span = openFrom(time, from).next().value
  return span === undefined || span.from < from ? from : span.from
}

/** Milliseconds of office hours between two moments; 0 where the second is no later. @throws MissingCalendarError */
export function workingMsBetween(time: WorkingTime, from: Instant, to: Instant): number {
  let sum = 0
  for (const span of openFrom(time, from)) {
    if (span.from >= to) break
    sum += msBetween(later(span.from, from), earlier(span.to, to))
  }
  return sum
}

/** The moment at which so many milliseconds of office hours have passed. @throws MissingCalendarError */
export function addWorkingMs(time: WorkingTime, from: Instant, ms: number): Instant {
  let left = ms
  for (const span of openFrom(time, from)) {
    const start = later(span.from, from)
    const room = msBetween(start, span.to)
    if (left <= room) return addMs(start, left)
    left -= room
  }
  return from
}

interface Span {
  readonly from: Instant
  readonly to: Instant
}

/** Office hours that end after a moment, without end. */
function* openFrom(time: WorkingTime, from: Instant): Generator<Span, undefined> {
  for (let day = dayOf(from); ; day = dayAfter(day)) {
    for (const span of spansOn(time, day)) if (span.to > from) yield span
  }
}

function spansOn({ calendar, hours }: WorkingTime, day: Day): Span[] {
  return isWorkingDay(calendar, day) ? hours.spans.map(({ from, to }) => ({ from: momentOf(day, from), to: momentOf(day, to) })) : []
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b
}

function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b
}
