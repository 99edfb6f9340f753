import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { HolidayYear, workingCalendar, type WorkingCalendar } from '../../core/working-calendar.ts'

/** 2025 and 2026 as they are shipped; 2027 is not. */
export const shippedCalendar: WorkingCalendar = workingCalendar(
  ['2025', '2026'].map((year) => HolidayYear.parse(parse(readFileSync(new URL(`../../config/calendar/${year}.yaml`, import.meta.url), 'utf8'))))
)
