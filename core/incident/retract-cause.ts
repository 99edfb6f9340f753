import { RefusedError } from '../errors.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import { publicityOf } from './publicity.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 撤回原因认定, with the reason: wordings that wait may name it no more. */
export function retractCause(state: IncidentState, command: { readonly reason: string }, context: CommandContext): Decision {
  begin(state, context, 'incident.retract-cause')
  const reason = demandReason(command.reason)
  if (publicityOf(state).cause === null) throw new RefusedError('还没有记录原因认定，无可撤回')
  return [{ type: 'cause-retracted', reason }]
}
