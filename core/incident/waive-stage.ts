import { begin, demandReason, type CommandContext } from './command.ts'
import { stageName } from './incident-stage.ts'
import { demandRunningStage } from './stages.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 豁免分阶段时限: a leader ends one stage with a signed reason, which stays on the record. */
export function waiveStage(state: IncidentState, command: { readonly stage: string; readonly reason: string }, context: CommandContext): Decision {
  begin(state, context, 'incident.waive-stage')
  const reason = demandReason(command.reason)
  const clock = demandRunningStage(state, command.stage)
  return [{ type: 'stages-ended', ids: [clock.id], words: stageName(clock), state: 'waived', reason }]
}
