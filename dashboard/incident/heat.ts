import { hourMs, minuteMs, msOf } from '../../core/instant.ts'
import type { IncidentHeat, MentionRow } from '../../dashboard-api/contract.ts'

export interface HeatPoint {
  readonly atMs: number
  readonly mentions: number
}

export interface Heat {
  readonly points: readonly HeatPoint[]
  readonly stepMs: number
  /** Mentions whose hour of publication nobody knows: they are counted nowhere. */
  readonly unknown: number
}

/** A coming hour: its middle, and from where to where it should lie four times in five. */
export interface ForecastStep {
  readonly atMs: number
  readonly expected: number
  readonly low: number
  readonly high: number
}

const steps = [10 * minuteMs, 30 * minuteMs, hourMs, 3 * hourMs, 6 * hourMs, 24 * hourMs] as const
const mostPoints = 48

/** Mentions by their time of publication, in steps that give at most 48 points; empty steps are 0, not left out. */
export function heatOf(mentions: readonly Pick<MentionRow, 'publishedAt' | 'publishedPrecision'>[]): Heat {
  const times = mentions.flatMap(({ publishedAt, publishedPrecision }) =>
    publishedAt === null || publishedPrecision === 'day' ? [] : [msOf(publishedAt)]
  )
  const unknown = mentions.length - times.length
  if (times.length === 0) return { points: [], stepMs: steps[0], unknown }
  const first = Math.min(...times)
  const last = Math.max(...times)
  const stepMs = steps.find((step) => (last - first) / step < mostPoints) ?? Math.ceil((last - first) / mostPoints / hourMs) * hourMs
  // Steps begin on full hours of +08:00, which the steps up to a day all divide.
  const start = Math.floor((first + 8 * hourMs) / stepMs) * stepMs - 8 * hourMs
  const points = Array.from({ length: Math.floor((last - start) / stepMs) + 1 }, (_, index) => {
    const atMs = start + index * stepMs
    return { atMs, mentions: times.filter((time) => time >= atMs && time < atMs + stepMs).length }
  })
  return { points, stepMs, unknown }
}

/** The hours that the server counted, with those that it expects; null where there is no forecast. */
export function forecastHeat({ now, heat }: IncidentHeat): { readonly heat: Heat; readonly forecast: readonly ForecastStep[] } | null {
  if (heat.forecast === null || heat.hours.length === 0) return null
  const points = heat.hours.map(({ from, mentions }) => ({ atMs: msOf(from), mentions }))
  const forecast = heat.forecast.map(({ hoursAhead, expected, low, high }) => ({ atMs: msOf(now) + (hoursAhead - 1) * hourMs, expected, low, high }))
  return { heat: { points, stepMs: hourMs, unknown: heat.undated }, forecast }
}

export function stepWords(stepMs: number): string {
  return stepMs < hourMs ? `${stepMs / minuteMs} 分钟` : `${stepMs / hourMs} 小时`
}
