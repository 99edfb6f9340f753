import { severityOf } from '../../core/grade.ts'
import type { Member } from '../../core/incident/digest.ts'
import type { IncidentState } from '../../core/incident/state.ts'
import type { Group, Held, Keeper } from './working-set.ts'

/**
 * What says no worse than an incident had said when it ended belongs to it; worse news opens a new one, so that nothing is
 * hidden. Mentions that joined after the end have no say: by them one grave report would make all that follow repeats.
 */
export function isRepeat(keeper: Pick<Keeper, 'kept'>, ended: Group, { member }: Held): boolean {
  const entry = ended.incidentId === null ? undefined : keeper.kept(ended.incidentId)
  return entry !== undefined && saysNoWorse(entry.document.state, member)
}

export function saysNoWorse(ended: IncidentState, member: Member | null): boolean {
  return severityOf(member?.assessment.grade ?? null) <= severityAtEnd(ended)
}

/** The worse of the grade that stood and of the machine's judgement that a person may have lowered, knowing it. */
function severityAtEnd({ grade, explanation }: IncidentState): number {
  return Math.max(severityOf(grade), severityOf(explanation.eventGrade), severityOf(explanation.opinionGrade))
}
