import type { Clock } from '../../core/clock.ts'

/**
 * Numbers that only grow in this process, and follow the clock between processes: the order in which things came. Two processes
 * can give the same number within a millisecond.
 */
export function createArrivals(clock: Clock): () => number {
  let last = 0
  return () => {
    last = Math.max(last + 1, Math.floor(clock.elapsedMs()) * 1000)
    return last
  }
}
