import type { Actor } from '../actor.ts'
import { RefusedError } from '../errors.ts'
import { severityOf, type Grade } from '../grade.ts'
import type { IncidentState } from './state.ts'

/** Whether a change from the grade that holds needs two persons: a lowering or dismissal of what the policy names. */
export function needsSecondPerson(state: IncidentState, to: Grade | null): boolean {
  return state.grade !== null && state.policy.secondPersonFor.includes(state.grade) && severityOf(to) < severityOf(state.grade)
}

/**
 * The person who proposed the same before, when somebody else now agrees; null when this is the first word.
 * @throws RefusedError when the same person speaks twice.
 */
export function firstPerson(
  state: IncidentState,
  actor: Actor,
  same: { readonly dismiss: boolean; readonly eventGrade: Grade | null; readonly opinionGrade: Grade | null }
): Actor | null {
  const { proposal } = state
  if (proposal === null || proposal.dismiss !== same.dismiss) return null
  if (!same.dismiss && (proposal.eventGrade !== same.eventGrade || proposal.opinionGrade !== same.opinionGrade)) return null
  if (actor.kind === 'person' && proposal.by.kind === 'person' && actor.id === proposal.by.id) {
    throw new RefusedError('降级或驳回重大以上事件须由两人办理：请由另一人复核')
  }
  return proposal.by
}
