import { instantFromMs, msOf, type Instant } from './instant.ts'

/**
 * The only ways to learn the time. Civil time is what documents and deadlines speak of; a drill runs it faster. Elapsed
 * time is always real: timeouts, leases, pace and back-off must not speed up with a drill.
 */
export interface Clock {
  /** The civil moment now. */
  now(): Instant
  /** Real milliseconds since 1970, for leases and latencies; never for deadlines. */
  elapsedMs(): number
  /** Civil milliseconds that pass in one real millisecond; 1 outside a drill. */
  readonly speed: number
}

/** Whether `waitMs` of real time have passed since. A clock that was set back or forward by more than that lets nothing wait for it. */
export function hasPassed(sinceElapsedMs: number, waitMs: number, nowElapsedMs: number): boolean {
  return Math.abs(nowElapsedMs - sinceElapsedMs) >= waitMs
}

/** How a drill's civil time follows from real time; every process of the drill computes the same. */
export interface ClockScale {
  readonly realStartMs: number
  readonly civilStart: Instant
  readonly speed: number
}

export function civilAt(scale: ClockScale, realMs: number): Instant {
  return instantFromMs(msOf(scale.civilStart) + (realMs - scale.realStartMs) * scale.speed)
}
