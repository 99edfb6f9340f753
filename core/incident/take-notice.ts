import { demandOwnDepartment } from './accept.ts'
import { demandFilled } from './demand-filled.ts'
import { begin, type CommandContext } from './command.ts'
import { stageName } from './incident-stage.ts'
import { demandName } from './report-by-phone.ts'
import { demandStageToMeet } from './stages.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

export interface TakeNotice {
  readonly departmentId: string
  /** Who of the department handles it. */
  readonly handler: string
  readonly text: string
}

/** 知晓性回应: the department says that it has it and who handles it; the answer in substance stays due. */
export function takeNotice(state: IncidentState, command: TakeNotice, context: CommandContext): Decision {
  begin(state, context, 'incident.take-notice')
  demandOwnDepartment(state, command.departmentId, context.actor)
  const clock = demandStageToMeet(state, 'department-reply', 'notice', command.departmentId)
  demandFilled(command.text)
  const proof = { kind: 'notice' as const, handler: demandName(command.handler, '由谁办理'), text: command.text.trim() }
  return [{ type: 'stage-met', id: clock.id, words: stageName(clock), metAt: context.now, proof }]
}
