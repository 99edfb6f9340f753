import type { CommandContext } from './command.ts'
import { beginSupervision, draftSupervision, type SupervisionCommand, type SupervisionGround } from './draft-supervision.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 通报批评: written by a supervisor, signed by a leader after the unit was heard. */
export function criticise(state: IncidentState, command: SupervisionCommand, context: CommandContext, ground: SupervisionGround): Decision {
  beginSupervision(state, context, 'incident.criticise')
  return draftSupervision(state, 'criticism', command, context.now, ground)
}
