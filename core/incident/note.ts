import { demand } from '../permission.ts'
import { demandPart } from './demand-part.ts'
import { demandNotFiled } from './ended.ts'
import { demandReason, type CommandContext } from './command.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 备注: words on the timeline; an ended matter still takes them, a filed one does not. */
export function note(state: IncidentState, command: { readonly text: string }, context: CommandContext): Decision {
  demand(context.actor, 'incident.note')
  demandNotFiled(state)
  demandPart(state, context.actor, 'incident.note')
  return [{ type: 'noted', text: demandReason(command.text) }]
}
