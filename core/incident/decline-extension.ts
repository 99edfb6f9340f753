import { declineExtension as decline } from '../stage-extension.ts'
import { begin, type CommandContext } from './command.ts'
import { stageName } from './incident-stage.ts'
import { demandPerson, demandRunningStage } from './stages.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 不批准延期: with a reason; the deadline stays. */
export function declineExtension(
  state: IncidentState,
  command: { readonly stage: string; readonly reason: string },
  context: CommandContext
): Decision {
  begin(state, context, 'incident.decline-extension')
  const clock = demandRunningStage(state, command.stage)
  const reason = command.reason.trim()
  decline(clock, { by: demandPerson(context.actor), at: context.now, reason })
  return [{ type: 'extension-declined', id: clock.id, words: stageName(clock), reason }]
}
