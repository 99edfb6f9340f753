import { setImmediate as others } from 'node:timers/promises'
import type { Clock } from '../core/clock.ts'

/** Fetches of all other sources wait meanwhile. */
const longestMs = 8

/** Lets whatever else waits have its turn once work has gone on for a while; to be called between two pieces of it. */
export function breathing(clock: Pick<Clock, 'elapsedMs'>): () => Promise<void> {
  let sinceMs = clock.elapsedMs()
  return async () => {
    if (Math.abs(clock.elapsedMs() - sinceMs) < longestMs) return
    await others()
    sinceMs = clock.elapsedMs()
  }
}
