import { RefusedError } from '../errors.ts'
import { supervisionWords } from '../supervision.ts'
import type { CommandContext } from './command.ts'
import { beginSupervision, demandSupervisor, demandOwnEntry } from './draft-supervision.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 陈述: the unit says its side of what waits for a signature against it, once and in its own words. */
export function makeStatement(state: IncidentState, command: { readonly entry: string; readonly text: string }, context: CommandContext): Decision {
  beginSupervision(state, context, 'incident.make-statement')
  const person = demandSupervisor(context.actor)
  const { id, kind, unit, status, statement, statementBy } = demandOwnEntry(state, command.entry, person)
  if (statementBy === null) throw new RefusedError(`${supervisionWords[kind]}不设陈述期；有异议请写备注`)
  if (status !== 'awaiting-signature') throw new RefusedError(`这份${supervisionWords[kind]}已有决定，陈述期已结束`)
  if (statement !== null) throw new RefusedError('本部门已作陈述')
  const text = command.text.trim()
  if (text === '') throw new RefusedError('请写出陈述')
  return [{ type: 'statement-made', id, kind, unit, text }]
}
