import { RefusedError } from '../errors.ts'
import { supervisionWords } from '../supervision.ts'
import { demandReason, type CommandContext } from './command.ts'
import { beginSupervision, demandEntry } from './draft-supervision.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 不予签发: a leader does not sign, or a supervisor takes back, what waits for its signature; the reason stays on the record. */
export function refuseSupervision(
  state: IncidentState,
  command: { readonly entry: string; readonly reason: string },
  context: CommandContext
): Decision {
  beginSupervision(state, context, 'incident.refuse-supervision')
  const reason = demandReason(command.reason)
  const { id, kind, unit, status } = demandEntry(state, command.entry)
  if (status !== 'awaiting-signature')
    throw new RefusedError(`这份${supervisionWords[kind]}${status === 'issued' ? '已签发，不能撤回' : '已不予签发'}`)
  return [{ type: 'supervision-refused', id, kind, unit, reason }]
}
