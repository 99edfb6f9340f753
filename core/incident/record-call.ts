import { NotFoundError, RefusedError } from '../errors.ts'
import { chinaWallTime } from '../instant.ts'
import { begin, type CommandContext } from './command.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 电话通知登记: a human called somebody whom no channel reached. Who was not reached may be called again. */
export function recordCall(
  state: IncidentState,
  command: { readonly callId: string; readonly reached: boolean; readonly note: string },
  context: CommandContext
): Decision {
  begin(state, context, 'incident.record-call')
  const call = state.calls?.find(({ id }) => id === command.callId)
  if (call === undefined) throw new NotFoundError('电话通知清单上没有这一条')
  if (call.made?.reached === true) throw new RefusedError(`${call.name}已于 ${chinaWallTime(call.made.at)} 通知到，不必再登记`)
  return [{ type: 'call-made', callId: call.id, name: call.name, reached: command.reached, note: command.note.trim() }]
}
