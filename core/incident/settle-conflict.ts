import { RefusedError } from '../errors.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import { publicityOf } from './publicity.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 办结口径不一致: a person says how it was coordinated, or why it is none. It ends by itself once the units say the same. */
export function settleConflict(
  state: IncidentState,
  command: { readonly conflict: string; readonly reason: string },
  context: CommandContext
): Decision {
  begin(state, context, 'incident.settle-conflict')
  const reason = demandReason(command.reason)
  const conflict = publicityOf(state).conflicts.findLast(({ id }) => id === command.conflict)
  if (conflict === undefined) throw new RefusedError('没有这处口径不一致')
  if (conflict.endedAt !== null) throw new RefusedError('各单位的说法已经一致，无须办理')
  return conflict.settled === null ? [{ type: 'public-conflict-settled', id: conflict.id, about: conflict.about, reason }] : []
}
