import { z } from 'zod'

/** A coming hour. Four times in five the count should lie from `low` to `high`, if the matter goes on as it went. */
export const ForecastHour = z.object({
  /** 1: the hour that begins now. */
  hoursAhead: z.number().int().positive(),
  /** The middle of the forecast: half of the outcomes should lie above it. Mentions; a fraction is a fraction. */
  expected: z.number().nonnegative(),
  low: z.number().nonnegative(),
  high: z.number().nonnegative()
})
export type ForecastHour = z.infer<typeof ForecastHour>

/** Fewer hours than this show no course. */
export const fewestHours = 6
/** Of the normal distribution: 80 % lie within as many standard deviations. */
const z80 = 1.2816
/** An error counts for a tenth less each hour: a burst of yesterday does not widen what is said of a calm today. */
const fading = 0.9

/**
 * 预测: exponential smoothing with an additive damped trend, ETS(A,Ad,N), of the hourly counts on Anscombe's scale
 * y = 2·√(x + 3/8), where chance is about as large for few mentions as for many and no forecast can fall below 0:
 *
 *     e(t) = y(t) − l(t−1) − φ·b(t−1)      l(t) = l(t−1) + φ·b(t−1) + α·e(t)      b(t) = φ·b(t−1) + β·e(t)
 *     ŷ(t+h) = l(t) + (φ + … + φ^h)·b(t)    σ²(h) = σ²·(1 + Σ_{j<h} (α + β·(φ + … + φ^j))²)
 *
 * α, β, φ are those of a small grid with the least squared one-step errors, σ² is the mean of those errors, newer ones weighing
 * more, and never less than chance alone makes. Sources: Gardner & McKenzie 1985 (damped trend);
 * Hyndman, Koehler, Ord & Snyder 2008, ch. 6 (variance); Anscombe 1948 (scale).
 * @param counts mentions an hour, oldest first, hours without any being 0; null when there are under six
 */
export function forecast(counts: readonly number[], hours: number): ForecastHour[] | null {
  if (counts.length < fewestHours) return null
  const { level, trend, smoothing, deviation } = fitted(counts.map(toScale))
  const result: ForecastHour[] = []
  let [reach, variance] = [0, 1]
  for (let hoursAhead = 1; hoursAhead <= hours; hoursAhead++) {
    reach += smoothing.phi ** hoursAhead
    const middle = level + reach * trend
    const margin = z80 * deviation * Math.sqrt(variance)
    result.push({ hoursAhead, expected: fromScale(middle), low: fromScale(middle - margin), high: fromScale(middle + margin) })
    variance += (smoothing.alpha + smoothing.beta * reach) ** 2
  }
  return result
}

interface Smoothing {
  readonly alpha: number
  readonly beta: number
  readonly phi: number
}

interface Course {
  readonly level: number
  readonly trend: number
  readonly smoothing: Smoothing
  /** Sum of squared one-step errors. */
  readonly squares: number
  /** Of the one-step errors. */
  readonly deviation: number
}

const grid: readonly Smoothing[] = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((alpha) =>
  [0, 0.1, 0.3, 0.5].flatMap((share) => [0.8, 0.9, 0.98].map((phi) => ({ alpha, beta: alpha * share, phi })))
)

function fitted(values: readonly number[]): Course {
  return grid.map((smoothing) => smoothed(values, smoothing)).reduce((best, course) => (course.squares < best.squares ? course : best))
}

function smoothed(values: readonly number[], smoothing: Smoothing): Course {
  const { alpha, beta, phi } = smoothing
  let [level, trend, squares, recent, weight] = [values[0] ?? 0, 0, 0, 0, 0]
  for (const value of values.slice(1)) {
    const error = value - level - phi * trend
    level += phi * trend + alpha * error
    trend = phi * trend + beta * error
    squares += error ** 2
    recent = fading * recent + error ** 2
    weight = fading * weight + 1
  }
  const deviation = Math.max(chanceAt(fromScale(level) + 1 / values.length), Math.sqrt(recent / weight))
  return { level, trend, smoothing, squares, deviation }
}

/** Standard deviation of a Poisson count of this mean on the scale (delta method): near 1 unless the mean is below 1. */
function chanceAt(mean: number): number {
  return Math.sqrt(mean / (mean + 3 / 8))
}

function toScale(count: number): number {
  return 2 * Math.sqrt(count + 3 / 8)
}

function fromScale(value: number): number {
  return Math.max(0, (Math.max(0, value) / 2) ** 2 - 3 / 8)
}
