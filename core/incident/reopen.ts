import { RefusedError } from '../errors.ts'
import { demand } from '../permission.ts'
import { demandReason, type CommandContext } from './command.ts'
import { demandEnded } from './ended.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 重新办理: a closed matter goes on, with the reason. What was dismissed has no clocks left: it is opened anew instead. */
export function reopen(state: IncidentState, command: { readonly reason: string }, context: CommandContext): Decision {
  demand(context.actor, 'incident.reopen')
  demandEnded(state, '重新办理')
  if (state.status === 'dismissed') throw new RefusedError('事件已驳回，时限已撤回，不能重新办理；确有其事的，请另行立案并写明原编号')
  return [{ type: 'reopened', reason: demandReason(command.reason) }]
}
