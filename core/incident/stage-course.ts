import { courseOf, type StageAnchor, type StageCourse } from '../stage-clock.ts'
import type { Stage } from '../staged-countdown.ts'
import { MissingCalendarError } from '../working-calendar.ts'
import type { WorkingTime } from '../working-days.ts'

/** The reason where a deadline reaches into a year whose calendar is missing: it is said, never guessed. */
export function courseOrReason(stage: Stage, anchor: StageAnchor, time: WorkingTime, allowance = stage.within): StageCourse | string {
  try {
    return courseOf(stage, anchor, allowance, time)
  } catch (error) {
    if (error instanceof MissingCalendarError) return error.message
    throw error
  }
}
