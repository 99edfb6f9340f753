import { severityOf, type Grade } from '../grade.ts'
import { clockGrade, clocksStartedBy, clocksWithdrawnBy } from './clocks.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import { bothReasons, firstPerson, needsSecondPerson } from './second-person.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

export interface ConfirmGrade {
  readonly eventGrade: Grade | null
  readonly opinionGrade: Grade | null
  readonly reason: string
}

/**
 * 核定等级: a person's word on the machine's grade. Raising adds the tighter clocks at once, from the same anchor, in place of
 * what only the lower grade asked for; lowering a major grade takes two persons. What a grade does not ask for is withdrawn, with the reason.
 */
export function confirmGrade(state: IncidentState, command: ConfirmGrade, context: CommandContext): Decision {
  begin(state, context, 'incident.confirm-grade')
  const reason = demandReason(command.reason)
  const { eventGrade, opinionGrade } = command
  const two = needsSecondPerson(state, eventGrade, opinionGrade)
  const first = two ? firstPerson(state, context.actor, { dismiss: false, eventGrade, opinionGrade }) : null
  if (two && first === null) return [{ type: 'lowering-proposed', dismiss: false, eventGrade, opinionGrade, reason }]
  const governing = clockGrade(state.policy, eventGrade, opinionGrade, state.responseValue)
  const lowered = severityOf(governing) < severityOf(clockGrade(state.policy, state.eventGrade, state.opinionGrade, state.responseValue))
  const withdrawn = clocksWithdrawnBy(
    state,
    governing,
    lowered ? `等级下调：${two ? bothReasons(state, reason) : reason}` : '等级上调，由更紧的时限取代'
  )
  return [{ type: 'grade-confirmed', eventGrade, opinionGrade, reason, secondedBy: first }, ...withdrawn, ...clocksStartedBy(state, governing)]
}
