import { countdownWords, type CountdownKind } from '../countdown.ts'
import { RefusedError } from '../errors.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 豁免: a leader ends a clock with a signed reason, which stays on the record. */
export function waive(state: IncidentState, command: { readonly kind: CountdownKind; readonly reason: string }, context: CommandContext): Decision {
  begin(state, context, 'incident.waive')
  const reason = demandReason(command.reason)
  if (!state.countdowns.some((countdown) => countdown.kind === command.kind && countdown.settled === null)) {
    throw new RefusedError(`没有进行中的${countdownWords[command.kind]}时限`)
  }
  return [{ type: 'countdown-waived', kind: command.kind, reason }]
}
