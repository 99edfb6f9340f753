import { begin, type CommandContext } from './command.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 签收: somebody has seen it. Stops the repeating of notices, never a statutory clock. */
export function acknowledge(state: IncidentState, command: { readonly note: string }, context: CommandContext): Decision {
  begin(state, context, 'incident.acknowledge')
  return [{ type: 'acknowledged', note: command.note.trim() }]
}
