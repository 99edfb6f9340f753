import { requestExtension as ask } from '../stage-extension.ts'
import { demandOwnDepartment } from './accept.ts'
import { begin, type CommandContext } from './command.ts'
import { stageName } from './incident-stage.ts'
import { demandPerson, demandRunningStage } from './stages.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 申请延期: by the department that owes the reply, before its deadline, once. The clock runs on until somebody approves. */
export function requestExtension(
  state: IncidentState,
  command: { readonly stage: string; readonly reason: string },
  context: CommandContext
): Decision {
  begin(state, context, 'incident.request-extension')
  const clock = demandRunningStage(state, command.stage)
  if (clock.department !== null) demandOwnDepartment(state, clock.department.id, context.actor)
  const reason = command.reason.trim()
  ask(clock, { by: demandPerson(context.actor), at: context.now, reason })
  return [{ type: 'extension-requested', id: clock.id, words: stageName(clock), reason }]
}
