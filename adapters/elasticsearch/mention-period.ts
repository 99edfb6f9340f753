import { dayMs, instantFromMs, msOf, type Instant } from '../../core/instant.ts'
import type { Period } from './options.ts'

/** A stretch of time as an index is named after it: `2026.11.28`, `2026w48`, `2026.11`; UTC. */
export interface PeriodSpan {
  readonly fromMs: number
  /** Exclusive. */
  readonly toMs: number
}

/** No period is longer. */
export const longestMs: Readonly<Record<Period, number>> = { day: dayMs, week: 7 * dayMs, month: 31 * dayMs }

export function periodOf(instant: Instant, period: Period): string {
  switch (period) {
    case 'day':
      return instant.slice(0, 10).replaceAll('-', '.')
    case 'week':
      return weekOf(instant)
    case 'month':
      return instant.slice(0, 7).replace('-', '.')
  }
}

/** Null for what names no period. */
export function spanOf(name: string): PeriodSpan | null {
  const [, year = '', week, month = '01', day] = /^(\d{4})(?:w(\d\d)|\.(\d\d)(?:\.(\d\d))?)$/.exec(name) ?? []
  if (year === '') return null
  if (week !== undefined) {
    const fromMs = mondayOf(Date.UTC(Number(year), 0, 4)) + (Number(week) - 1) * longestMs.week
    return { fromMs, toMs: fromMs + longestMs.week }
  }
  const fromMs = Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1))
  return { fromMs, toMs: day === undefined ? Date.UTC(Number(year), Number(month), 1) : fromMs + dayMs }
}

/** ISO 8601: a week begins on Monday and belongs to the year of its Thursday. */
function weekOf(instant: Instant): string {
  const thursday = mondayOf(msOf(instant)) + 3 * dayMs
  const year = instantFromMs(thursday).slice(0, 4)
  const week = (mondayOf(thursday) - mondayOf(Date.UTC(Number(year), 0, 4))) / longestMs.week + 1
  return `${year}w${String(week).padStart(2, '0')}`
}

function mondayOf(ms: number): number {
  const midnight = Math.floor(ms / dayMs) * dayMs
  return midnight - ((new Date(midnight).getUTCDay() + 6) % 7) * dayMs
}
