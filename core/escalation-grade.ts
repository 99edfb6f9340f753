import { moreSevere, type Grade } from './grade.ts'
import { clockGrade } from './incident/clocks.ts'
import type { IncidentState } from './incident/state.ts'

/**
 * The grade by which a step speaks: the more severe of the two, and for a matter without any the one whose clocks run, since a
 * clock that runs must be told of too.
 */
export function ladderGrade({ policy, responseValue }: IncidentState, eventGrade: Grade | null, opinionGrade: Grade | null): Grade | null {
  return moreSevere(eventGrade, opinionGrade) ?? clockGrade(policy, eventGrade, opinionGrade, responseValue)
}
