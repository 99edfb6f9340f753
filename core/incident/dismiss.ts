import { begin, demandReason, type CommandContext } from './command.ts'
import { bothReasons, firstPerson, needsSecondPerson } from './second-person.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 驳回为误报: withdraws every running clock with the reason. A major incident takes two persons. */
export function dismiss(state: IncidentState, command: { readonly reason: string }, context: CommandContext): Decision {
  begin(state, context, 'incident.dismiss')
  const reason = demandReason(command.reason)
  if (!needsSecondPerson(state, null, null)) return [{ type: 'dismissed', reason, secondedBy: null }]
  const first = firstPerson(state, context.actor, { dismiss: true, eventGrade: null, opinionGrade: null })
  if (first === null) return [{ type: 'lowering-proposed', dismiss: true, eventGrade: null, opinionGrade: null, reason }]
  return [{ type: 'dismissed', reason: bothReasons(state, reason), secondedBy: first }]
}
