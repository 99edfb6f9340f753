import { RefusedError } from '../errors.ts'
import { demandOwnDepartment } from './accept.ts'
import { demandFilled } from './demand-filled.ts'
import { begin, type CommandContext } from './command.ts'
import { stageName } from './incident-stage.ts'
import { demandStageToMeet } from './stages.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** Less says neither what happened nor what was done. */
const shortestAnswer = 10

/** 实质答复: facts, handling and result in the department's own words. It is no public release and stops no statutory clock. */
export function answer(state: IncidentState, command: { readonly departmentId: string; readonly text: string }, context: CommandContext): Decision {
  begin(state, context, 'incident.answer')
  demandOwnDepartment(state, command.departmentId, context.actor)
  const clock = demandStageToMeet(state, 'department-reply', 'answer', command.departmentId)
  const text = command.text.trim()
  if (text.length < shortestAnswer) throw new RefusedError('请写明事实、处理与结果')
  demandFilled(text)
  return [{ type: 'stage-met', id: clock.id, words: stageName(clock), metAt: context.now, proof: { kind: 'answer', text } }]
}
