import { addMs, hourMs, msBetween, type Instant } from '../instant.ts'
import type { AnswerCurve, CurvePart } from './answer-under-review.ts'

/** A mention as far as the curve is concerned; null: nobody knows. */
export interface CurveMention {
  readonly publishedAt: Instant | null
  readonly polarity: -1 | 0 | 1 | null
}

const mostHours = 24

/** Volume and sentiment in equally long times before and after an answer, at most a day; null until an hour has passed since. */
export function answerCurve(mentions: readonly CurveMention[], at: Instant, now: Instant): AnswerCurve | null {
  const hours = Math.min(mostHours, Math.floor(msBetween(at, now) / hourMs))
  if (hours < 1) return null
  return { hours, before: partOf(mentions, addMs(at, -hours * hourMs), at), after: partOf(mentions, at, addMs(at, hours * hourMs)) }
}

function partOf(mentions: readonly CurveMention[], from: Instant, to: Instant): CurvePart {
  const within = mentions.filter(({ publishedAt }) => publishedAt !== null && publishedAt >= from && publishedAt < to)
  const judged = within.filter(({ polarity }) => polarity !== null)
  return { mentions: within.length, judged: judged.length, negative: judged.filter(({ polarity }) => polarity === -1).length }
}
