import { z } from 'zod'
import { dayOf } from '../china-day.ts'
import type { Instant } from '../instant.ts'

/** A month as a calendar in China shows it, `2026-11`. */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '应是 2026-11 这样的月份')
export type Month = z.infer<typeof Month>

export function monthOf(instant: Instant): Month {
  return dayOf(instant).slice(0, 7)
}
