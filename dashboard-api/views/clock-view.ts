import type { Clock } from '../../core/clock.ts'
import type { ClockView } from '../contract.ts'

/** The clock as a scale from this very moment: the same line as the one it was made with. */
export function clockView(clock: Clock, drill: boolean): ClockView {
  return { realStartMs: clock.elapsedMs(), civilStart: clock.now(), speed: clock.speed, drill }
}
