import { RefusedError } from '../errors.ts'
import { begin, type CommandContext } from './command.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/**
 * 接班: whoever is on duty now answers for what the last watch signed. The first signature and its moment stay; no clock and no
 * deadline changes. @throws RefusedError where nobody signed yet, or the actor holds it already
 */
export function takeOver(state: IncidentState, command: { readonly note: string }, context: CommandContext): Decision {
  begin(state, context, 'incident.take-over')
  const holder = state.heldBy?.actor ?? state.acknowledgedBy
  if (holder === null) throw new RefusedError('还没有人签收此事件，请直接签收')
  if (holder.kind === 'person' && context.actor.kind === 'person' && holder.id === context.actor.id) throw new RefusedError('此事件已由您负责')
  return [{ type: 'taken-over', from: holder, note: command.note.trim() }]
}
