import { z } from 'zod'
import { chinaWallTime, dayMs, instantFromMs, type Instant } from './instant.ts'

/** A day as a calendar in China shows it, `2026-10-01`. */
export const Day = z.iso.date('应是 2026-10-01 这样的日期')
export type Day = z.infer<typeof Day>

/** A time of day in China, `17:30`. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '应是 17:30 这样的时刻')
export type TimeOfDay = z.infer<typeof TimeOfDay>

/** Monday first, as offices count. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof weekdays)[number]

/** China has kept +08:00 without summer time since 1991. */
const zone = '+08:00'

export function dayOf(instant: Instant): Day {
  return chinaWallTime(instant).slice(0, 10)
}

/** `17:30` of a day as a moment. */
export function momentOf(day: Day, time: TimeOfDay): Instant {
  return instantFromMs(Date.parse(`${day}T${time}:00${zone}`))
}

/** The day so many days later; earlier when negative. */
export function dayAfter(day: Day, days = 1): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

export function weekdayOf(day: Day): Weekday {
  const fromSunday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekdays[(fromSunday + 6) % 7] ?? 'sunday'
}

export function isWeekend(day: Day): boolean {
  return weekdayOf(day) === 'saturday' || weekdayOf(day) === 'sunday'
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4))
}

/** Every day from one to another, both included; none when the second is earlier. */
export function daysBetween(from: Day, to: Day): Day[] {
  const days: Day[] = []
  for (let day = from; day <= to; day = dayAfter(day)) days.push(day)
  return days
}
