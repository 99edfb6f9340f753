import { civilAt, type Clock, type ClockScale } from '../core/clock.ts'
import { instantFromMs } from '../core/instant.ts'

/** The machine's own clock: civil time is real time. */
export const systemClock: Clock = {
  now: () => instantFromMs(Date.now()),
  elapsedMs: () => Date.now(),
  speed: 1
}

/** A drill's clock: civil time runs at the scale's speed, elapsed time stays real. */
export function scaledClock(scale: ClockScale): Clock {
  return { now: () => civilAt(scale, Date.now()), elapsedMs: () => Date.now(), speed: scale.speed }
}
