import { z } from 'zod'
import { hourMs, Instant, instantFromMs, msOf } from '../instant.ts'

/** Mentions in the hour that begins at `from`. */
export const HourCount = z.object({ from: Instant, mentions: z.number().int().nonnegative() })
export type HourCount = z.infer<typeof HourCount>

/**
 * Mentions in each of the hours that end at `end`, oldest first; an hour without any is 0. Hours are counted back from `end`
 * and are no hours of a wall clock, so that none is cut short. What lies outside them is not counted.
 */
export function hourlyVolume(times: readonly Instant[], end: Instant, hours: number): HourCount[] {
  const endMs = msOf(end)
  const counts = Array.from({ length: hours }, () => 0)
  for (const time of times) {
    const back = Math.floor((endMs - msOf(time)) / hourMs)
    const place = hours - 1 - back
    const count = counts[place]
    if (back >= 0 && count !== undefined) counts[place] = count + 1
  }
  return counts.map((mentions, index) => ({ from: instantFromMs(endMs - (hours - index) * hourMs), mentions }))
}

/** 速度与加速度. */
export const Momentum = z.object({
  /** Mentions in the last sixty minutes. */
  velocity: z.number().int().nonnegative(),
  /** Velocity now minus velocity an hour ago, mentions per hour per hour; null where there was no hour before. */
  acceleration: z.number().int().nullable()
})
export type Momentum = z.infer<typeof Momentum>

/** @param counts at least one hour, the newest last */
export function momentumOf(counts: readonly number[]): Momentum {
  const [before, now] = [counts.at(-2), counts.at(-1) ?? 0]
  return { velocity: now, acceleration: before === undefined ? null : now - before }
}
