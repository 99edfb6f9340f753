import { sweepLook } from '../core/last-sweep.ts'
import { note, ok, type Finding } from './finding.ts'

/** Whether anybody watches the deadlines. Moments in real milliseconds; null: there never was a sweep. */
export function judgeSweep(sweptElapsedMs: number | null, nowElapsedMs: number): Finding {
  const { words, isLate } = sweepLook(sweptElapsedMs === null ? null : nowElapsedMs - sweptElapsedMs)
  return isLate ? note('督时（alerting）', `${words}：时限到了也无人提醒`) : ok('督时（alerting）', words)
}
