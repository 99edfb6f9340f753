import type { Actor } from '../actor.ts'
import { RefusedError } from '../errors.ts'
import { moreSevere, severityOf, type Grade } from '../grade.ts'
import { governingGrade } from './clocks.ts'
import type { IncidentState } from './state.ts'

/**
 * Whether a change from the grades that hold needs two persons: a lowering or dismissal of what the policy names, be it of the
 * more severe grade or of the one that the clocks follow.
 */
export function needsSecondPerson(state: IncidentState, eventGrade: Grade | null, opinionGrade: Grade | null): boolean {
  const governs = governingGrade(state.policy, state.eventGrade, state.opinionGrade)
  return (
    isLowering(state, state.grade, moreSevere(eventGrade, opinionGrade)) ||
    isLowering(state, governs, governingGrade(state.policy, eventGrade, opinionGrade))
  )
}

function isLowering({ policy }: IncidentState, from: Grade | null, to: Grade | null): boolean {
  return from !== null && policy.secondPersonFor.includes(from) && severityOf(to) < severityOf(from)
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

/** The reason that counts is the first person's; the second's stands beside it. */
export function bothReasons({ proposal }: IncidentState, second: string): string {
  return proposal === null || proposal.reason === second ? second : `${proposal.reason}（复核：${second}）`
}
