import type { CommandContext } from './command.ts'
import { beginSupervision, draftSupervision, type SupervisionCommand, type SupervisionGround } from './draft-supervision.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 提醒: the first and mildest step; a unit is told what is late or hollow. */
export function remind(state: IncidentState, command: SupervisionCommand, context: CommandContext, ground: SupervisionGround): Decision {
  beginSupervision(state, context, 'incident.remind')
  return draftSupervision(state, 'reminder', command, context.now, ground)
}
