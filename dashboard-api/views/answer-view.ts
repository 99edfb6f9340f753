import { faultWords, proposalWords } from '../../core/answers/finding-words.ts'
import type { ReviewedAnswer } from '../../core/answers/read-answer-reviews.ts'
import { answerDecisionsOf, type AnswerDecision } from '../../core/incident/answer-decision.ts'
import { stagesOf } from '../../core/incident/stages.ts'
import type { IncidentState } from '../../core/incident/state.ts'
import type { AnswerView } from '../contract-answers.ts'
import { actorName } from './words.ts'

export function answerView({ decision, ...answer }: ReviewedAnswer, state: IncidentState): AnswerView {
  const open = state.status === 'open' && (decision === null || decision.decision === 'faulted')
  const { proposal } = answer.review
  return {
    ...answer,
    proposal,
    proposalWords: proposalWords(proposal),
    decisions: answerDecisionsOf(state)
      .filter(({ seq }) => seq === answer.seq)
      .map((one) => ({ words: decisionWords(one), by: actorName(one.by), at: one.at, reason: one.reason })),
    open,
    returnable: open && stagesOf(state).some(({ id, settled }) => id === answer.stage && settled?.state === 'met')
  }
}

function decisionWords({ decision, fault }: AnswerDecision): string {
  if (decision === 'accepted') return '认可'
  if (decision === 'sent-back') return '退回重答'
  return `认定${fault === null ? '有问题' : faultWords[fault]}`
}
