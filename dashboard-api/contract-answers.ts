/** The part of the contract about answers: what was asked, what is wrong with each, and what people decide. */
import { z } from 'zod'
import { AnswerFault, AnswerFinding, type AnswerProposal } from '../core/answers/answer-finding.ts'
import type { AnswerReviews, ReviewedAnswer } from '../core/answers/read-answer-reviews.ts'
import type { Instant } from '../core/instant.ts'

/** Number on the timeline under which the answer was recorded. */
const answer = z.number().int().positive()
const reason = z.string().trim().min(1, '请填写理由').max(2000)
const findings = z.array(AnswerFinding.strict()).max(20).default([])

export const answerRequests = {
  'accept-answer': z.strictObject({ answer, note: z.string().max(2000).default('') }),
  'send-back-answer': z.strictObject({ answer, reason, findings }),
  'find-fault': z.strictObject({ answer, fault: AnswerFault, reason, findings })
} as const

export interface AnswerView extends Omit<ReviewedAnswer, 'decision'> {
  readonly proposal: AnswerProposal
  readonly proposalWords: string
  /** What people decided, newest last. */
  readonly decisions: readonly { readonly words: string; readonly by: string; readonly at: Instant; readonly reason: string }[]
  /** Whether a person may still decide about it, and whether it can be returned. */
  readonly open: boolean
  readonly returnable: boolean
}

/** GET `/api/incidents/:id/answers`. */
export interface IncidentAnswers extends Pick<AnswerReviews, 'questions' | 'mentions' | 'cut'> {
  readonly now: Instant
  readonly answers: readonly AnswerView[]
}
