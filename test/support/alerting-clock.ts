import type { Clock } from '../../core/clock.ts'
import { addMs, type Instant } from '../../core/instant.ts'

/** A clock that stands until it is moved; civil and real time move together unless told otherwise. */
export class ManualClock implements Clock {
  readonly speed = 1
  #now: Instant
  #elapsedMs = 1_000_000

  constructor(now: Instant) {
    this.#now = now
  }

  now(): Instant {
    return this.#now
  }

  elapsedMs(): number {
    return this.#elapsedMs
  }

  advance(ms: number): void {
    this.#now = addMs(this.#now, ms)
    this.#elapsedMs += ms
  }

  /** Sets real time alone. */
  setElapsed(ms: number): void {
    this.#elapsedMs = ms
  }

  /** Sets civil time alone, as somebody who changes the machine's clock would. */
  set(now: Instant): void {
    this.#now = now
  }
}
