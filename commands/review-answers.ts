import { systemClock } from '../adapters/clock.ts'
import { answerWords } from '../core/answers/answer-rules.ts'
import type { FormerAnswer } from '../core/answers/answer-under-review.ts'
import { findingWords, proposalWords } from '../core/answers/finding-words.ts'
import { formerAnswersOf } from '../core/answers/former-answers.ts'
import { readAnswerReviews, type AnswerReviews, type ReviewedAnswer } from '../core/answers/read-answer-reviews.ts'
import type { IncidentDocument } from '../core/incident/state.ts'
import { chinaWallTime } from '../core/instant.ts'
import type { Stores } from '../core/ports.ts'
import { loadProductConfig } from '../system.ts'
import { result, say } from './exit.ts'
import { configDirectory, type Place } from './place.ts'

/** Other matters whose answers an answer is compared with. */
const mostIncidents = 1000

/** `incidents review-answer ID`: what the public asks, and what the machine finds in each answer. It decides and writes nothing. */
export async function reviewAnswers(
  stores: Pick<Stores, 'mentions' | 'incidents'>,
  place: Place,
  document: IncidentDocument,
  json: boolean
): Promise<void> {
  const { answers } = await loadProductConfig(configDirectory(place))
  const elsewhere = async (id: string): Promise<FormerAnswer[]> =>
    (await stores.incidents.list({ limit: mostIncidents })).filter((other) => other.id !== id).flatMap(formerAnswersOf)
  const reviews = await readAnswerReviews({ ...stores, elsewhere, words: answerWords(answers) }, document, systemClock.now())
  say('以下是机器的建议，退回或认定由人决定')
  await result(json ? reviews : page(reviews))
}

function page({ questions, mentions, cut, answers }: AnswerReviews): string {
  return [
    `公众在问（据${cut ? '最近' : ''} ${mentions} 条信息）`,
    ...(questions.length === 0
      ? ['  没有读出提问']
      : questions.map((one) => `  ${one.mentions} 条\t${one.words}\t例：${one.examples[0]?.text ?? ''}`)),
    ...(answers.length === 0 ? ['还没有答复'] : answers.flatMap(answerLines))
  ].join('\n')
}

function answerLines({ seq, kind, department, at, review }: ReviewedAnswer): string[] {
  const findings = review.findings.map(
    ({ kind: found, grave, words, passages }) =>
      `  ${grave ? '●' : '○'} ${findingWords[found]}：${words}${passages.map(({ offset, text }) => `\n      第 ${offset} 字「${text}」`).join('')}`
  )
  const who = kind === 'release' ? '发布' : `${department?.name ?? '部门'}的答复`
  return [
    `${chinaWallTime(at)} ${who}（第 ${seq} 条） 建议：${proposalWords(review.proposal)}，套话占 ${Math.round(review.hollowShare * 100)}%`,
    ...findings
  ]
}
