import type { CommandContext } from './command.ts'
import { beginSupervision, draftSupervision, type SupervisionCommand, type SupervisionGround } from './draft-supervision.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 约谈: the head of the unit is summoned; written by a supervisor, signed by a leader after the unit was heard. */
export function summon(state: IncidentState, command: SupervisionCommand, context: CommandContext, ground: SupervisionGround): Decision {
  beginSupervision(state, context, 'incident.summon')
  return draftSupervision(state, 'summons', command, context.now, ground)
}
