import { roleWords } from '../actor.ts'
import { RefusedError } from '../errors.ts'
import { chinaWallTime } from '../instant.ts'
import { supervisionWords } from '../supervision.ts'
import type { CommandContext } from './command.ts'
import { beginSupervision, demandSupervisor, demandEntry } from './draft-supervision.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 签发: a leader signs what a supervisor wrote, another person, and not before the unit was heard or its time to speak is over. */
export function signSupervision(state: IncidentState, command: { readonly entry: string; readonly note: string }, context: CommandContext): Decision {
  beginSupervision(state, context, 'incident.sign-supervision')
  const person = demandSupervisor(context.actor)
  const { id, kind, unit, status, signedBy, drafted, statement, statementBy } = demandEntry(state, command.entry)
  if (status !== 'awaiting-signature') throw new RefusedError(`这份${supervisionWords[kind]}${status === 'issued' ? '已签发' : '已不予签发'}`)
  if (!signedBy.some((role) => person.roles.includes(role)))
    throw new RefusedError(`${supervisionWords[kind]}须由${signedBy.map((role) => roleWords[role]).join('或')}签发`)
  if (drafted.by.kind === 'person' && drafted.by.id === person.id) throw new RefusedError('起草人不能签发自己起草的文书')
  if (statementBy !== null && statement === null && context.now <= statementBy)
    throw new RefusedError(`须先听取${unit.name}的陈述；陈述期至 ${chinaWallTime(statementBy)}，期满未陈述方可签发`)
  const heard = statement !== null ? 'stated' : statementBy === null ? 'not-asked' : 'silent'
  return [{ type: 'supervision-issued', id, kind, unit, note: command.note.trim(), heard }]
}
