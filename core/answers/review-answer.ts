import { answerFaults } from './answer-faults.ts'
import type { AnswerFinding, AnswerProposal, FindingKind } from './answer-finding.ts'
import type { AnswerWords } from './answer-rules.ts'
import type { AnswerCurve, AnswerUnderReview } from './answer-under-review.ts'
import { mostRead } from './clauses.ts'
import { hollowShare } from './hollow-text.ts'
import { readAnswer, type Reading } from './read-answer.ts'

/** What a machine says of an answer. A person decides. */
export interface AnswerReview extends Pick<Reading, 'fields' | 'questions'> {
  readonly proposal: AnswerProposal
  readonly findings: readonly AnswerFinding[]
  /** Share of the letters that say nothing, courtesy left out, 0..1. */
  readonly hollowShare: number
  readonly curve: AnswerCurve | null
  /** True when the answer is longer than what was read. */
  readonly cut: boolean
}

/**
 * Holds an answer against what was asked, what it should have, what is established and what was answered before. Pure; the time is linear
 * in the text, of which 20,000 characters are read.
 */
export function reviewAnswer(answer: AnswerUnderReview, words: AnswerWords): AnswerReview {
  const reading = readAnswer(answer, words)
  const findings = answerFaults(reading)
  return {
    proposal: propose(answer, findings),
    findings,
    hollowShare: hollowShare(reading.clauses),
    fields: reading.fields,
    questions: reading.questions,
    curve: answer.curve,
    cut: answer.text.length > mostRead
  }
}

/**
 * Which of 退回 and the three faults fits the findings. What is not public yet can be answered again, so it is returned; what is public is
 * 回应不妥当. Who fails a second time is told by what fails: 回应不妥当 where it says what may not be said or not what was asked,
 * 处置不得力 where there is still nothing done; so is who misses a date that they named themselves. Who was merely late has reported late.
 */
function propose({ kind }: AnswerUnderReview, findings: readonly AnswerFinding[]): AnswerProposal {
  const grave = new Set(findings.filter((finding) => finding.grave).map((finding) => finding.kind))
  if (grave.has('broken-promise')) return 'handling'
  if (grave.has('repeated')) return isOfWords(grave) ? 'wording' : 'handling'
  if ([...grave].some((found) => found !== 'late')) return kind === 'release' ? 'wording' : 'send-back'
  return grave.size > 0 ? 'reporting' : null
}

/** What may not be said; what misses the point does so only where it says something at all. */
const unfitting: readonly FindingKind[] = ['early-cause', 'contradiction', 'dismissive']
const empty: readonly FindingKind[] = ['hollow', 'missing', 'copied', 'undated', 'elsewhere']

function isOfWords(grave: ReadonlySet<FindingKind>): boolean {
  return unfitting.some((kind) => grave.has(kind)) || (grave.has('off-point') && !empty.some((kind) => grave.has(kind)))
}
