import { begin, demandReason, type CommandContext } from './command.ts'
import { demandPiece } from './media-piece.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 从宣传计划中撤下, with the reason; what was published stays on the record. */
export function withdrawMedia(state: IncidentState, command: { readonly piece: string; readonly reason: string }, context: CommandContext): Decision {
  begin(state, context, 'incident.withdraw-media')
  const reason = demandReason(command.reason)
  const piece = demandPiece(state, command.piece)
  return [{ type: 'media-withdrawn', id: piece.id, outlet: piece.outlet, reason }]
}
