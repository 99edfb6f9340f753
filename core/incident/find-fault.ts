import type { AnswerFault, AnswerFinding } from '../answers/answer-finding.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import { demandQuoted } from './demand-findings.ts'
import type { IncidentEvent } from './events.ts'
import { demandUndecidedAnswer } from './given-answers.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

export interface FindFault {
  readonly answer: number
  readonly fault: AnswerFault
  readonly reason: string
  readonly findings: readonly AnswerFinding[]
}

/** 认定问题 (处置不得力、回应不妥当、报告不及时): what 督办 may rest on. The answer stays as it is and may still be returned. */
export function findAnswerFault(state: IncidentState, command: FindFault, context: CommandContext, events: readonly IncidentEvent[]): Decision {
  begin(state, context, 'incident.find-fault')
  const reason = demandReason(command.reason)
  const { seq, department, text, decision } = demandUndecidedAnswer(state, events, command.answer)
  if (decision?.fault === command.fault) return []
  return [{ type: 'answer-faulted', seq, department, fault: command.fault, reason, findings: [...demandQuoted(command.findings, text)] }]
}
