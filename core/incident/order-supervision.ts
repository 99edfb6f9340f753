import type { CommandContext } from './command.ts'
import { beginSupervision, draftSupervision, type SupervisionCommand, type SupervisionGround } from './draft-supervision.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 督办单: the matter is put under supervision, with a date until which it is put right. */
export function orderSupervision(state: IncidentState, command: SupervisionCommand, context: CommandContext, ground: SupervisionGround): Decision {
  beginSupervision(state, context, 'incident.order-supervision')
  return draftSupervision(state, 'order', command, context.now, ground)
}
