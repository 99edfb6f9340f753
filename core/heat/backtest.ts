import { z } from 'zod'
import { fewestHours, forecast } from './forecast.ts'

/** How wrong the forecast was so many hours ahead, on the matter's own past. */
export const PastError = z.object({
  hoursAhead: z.number().int().positive(),
  /** Hours of the past that were forecast and then came. */
  checked: z.number().int().positive(),
  /** Mean of |forecast − count|, in mentions. */
  meanError: z.number(),
  /** Mean of forecast − count: above 0 it promised too many. */
  bias: z.number(),
  /** Share of counts that lay in the interval; 0.8 is what it promises. */
  covered: z.number(),
  /** Mean error of saying "as in the hour before": what a forecast has to beat. */
  naiveError: z.number()
})
export type PastError = z.infer<typeof PastError>

const mostOrigins = 48

/**
 * 预测的历史误差: stands at each of the last 48 hours in turn, forecasts from what was known then, and compares with what came
 * (rolling origin, Tashman 2000). A horizon that never came to be is left out.
 * @param counts mentions an hour, oldest first
 */
export function pastErrors(counts: readonly number[], hours: number): PastError[] {
  const checks: Check[][] = Array.from({ length: hours }, () => [])
  for (let origin = Math.max(fewestHours, counts.length - mostOrigins); origin < counts.length; origin++) {
    const known = counts.slice(0, origin)
    for (const { hoursAhead, expected, low, high } of forecast(known, hours) ?? []) {
      const came = counts[origin + hoursAhead - 1]
      if (came === undefined) break
      const naive = Math.abs((known.at(-1) ?? 0) - came)
      checks[hoursAhead - 1]?.push({ error: expected - came, inside: low <= came && came <= high, naive })
    }
  }
  return checks.flatMap((of, index): PastError[] => (of.length === 0 ? [] : [summed(index + 1, of)]))
}

interface Check {
  readonly error: number
  readonly inside: boolean
  readonly naive: number
}

function summed(hoursAhead: number, checks: readonly Check[]): PastError {
  const mean = (value: (check: Check) => number): number => checks.reduce((sum, check) => sum + value(check), 0) / checks.length
  return {
    hoursAhead,
    checked: checks.length,
    meanError: mean(({ error }) => Math.abs(error)),
    bias: mean(({ error }) => error),
    covered: mean(({ inside }) => (inside ? 1 : 0)),
    naiveError: mean(({ naive }) => naive)
  }
}
