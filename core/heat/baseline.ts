import { z } from 'zod'
import { hourMs, msOf, type Instant } from '../instant.ts'
import type { HourCount } from './hourly.ts'

/** What is usual in one hour of the week. */
export const UsualHour = z.object({
  /** 0 is Monday 00:00–01:00 in Beijing, 167 Sunday 23:00–24:00. */
  hourOfWeek: z.number().int(),
  median: z.number(),
  /** Robust standard deviation: 1.4826 × the median absolute deviation (Rousseeuw & Croux 1993), so that one disaster does not raise it. */
  spread: z.number(),
  /** Hours that it was told from. */
  weeks: z.number().int()
})
export type UsualHour = z.infer<typeof UsualHour>

const hoursOfWeek = 168
/** Under three weeks a median is one week's word. */
const fewestWeeks = 3
const consistency = 1.4826
const mondayMs = Date.UTC(1970, 0, 5)

export function hourOfWeek(instant: Instant): number {
  const hours = Math.floor((msOf(instant) + 8 * hourMs - mondayMs) / hourMs)
  return ((hours % hoursOfWeek) + hoursOfWeek) % hoursOfWeek
}

/** 同期基线: 168 cells, one an hour of the week; null where fewer than three hours were counted. An hour that was not counted is left out, not 0. */
export function baselineOf(hours: readonly HourCount[]): (UsualHour | null)[] {
  const counts = Array.from({ length: hoursOfWeek }, (): number[] => [])
  for (const { from, mentions } of hours) counts[hourOfWeek(from)]?.push(mentions)
  return counts.map((of, cell) => usual(cell, of))
}

function usual(cell: number, counts: readonly number[]): UsualHour | null {
  if (counts.length < fewestWeeks) return null
  const median = medianOf(counts)
  return { hourOfWeek: cell, median, spread: consistency * medianOf(counts.map((count) => Math.abs(count - median))), weeks: counts.length }
}

/**
 * How far a count lies above what is usual, in spreads; a spread is never less than chance alone makes of such a median
 * (√median of a Poisson count, at least 1), so that a quiet hour does not make two mentions an alarm.
 */
export function excessOf(count: number, { median, spread }: UsualHour): number {
  return (count - median) / Math.max(spread, Math.sqrt(median), 1)
}

/** @param values at least one */
function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}
