import type { AnswerFinding } from '../answers/answer-finding.ts'
import { RefusedError } from '../errors.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import { demandQuoted } from './demand-findings.ts'
import type { IncidentEvent } from './events.ts'
import { demandUndecidedAnswer } from './given-answers.ts'
import { stagesOf } from './stages.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

export interface SendBackAnswer {
  readonly answer: number
  readonly reason: string
  readonly findings: readonly AnswerFinding[]
}

/** 退回答复 (内容敷衍): the department owes its 实质答复 again, and the clock runs on from where it counted. What is public cannot be returned. */
export function sendBackAnswer(state: IncidentState, command: SendBackAnswer, context: CommandContext, events: readonly IncidentEvent[]): Decision {
  begin(state, context, 'incident.send-back-answer')
  const reason = demandReason(command.reason)
  const { seq, department, stage, text } = demandUndecidedAnswer(state, events, command.answer)
  if (stage === null) throw new RefusedError('已公开的发布不能退回；可认定为回应不妥当')
  if (stagesOf(state).find(({ id }) => id === stage)?.settled?.state !== 'met') throw new RefusedError('这份答复的时限已重新计时或已结束')
  return [{ type: 'answer-sent-back', seq, department, stage, reason, findings: [...demandQuoted(command.findings, text)] }]
}
