import { demand } from '../permission.ts'
import { demandReason, type CommandContext } from './command.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 备注: words on the timeline; an ended matter still takes them. */
export function note(_state: IncidentState, command: { readonly text: string }, context: CommandContext): Decision {
  demand(context.actor, 'incident.note')
  return [{ type: 'noted', text: demandReason(command.text) }]
}
