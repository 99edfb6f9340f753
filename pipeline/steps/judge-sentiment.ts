import type { Sentiment } from '../../core/assessment.ts'
import type { Lexicon } from '../../core/lexicon.ts'
import type { Findings, Vocabulary } from '../rules/vocabulary.ts'

const reach = 3

/** Counts words of praise and of complaint; a negation just before turns a word round, an intensifier makes it weigh more. */
export function judgeSentiment(deps: { lexicon: Lexicon; vocabulary: Vocabulary }): (plain: string, found: Findings, harm: boolean) => Sentiment {
  const { sentiment } = deps.lexicon
  const sides = [
    { sign: 1, list: deps.vocabulary.list(sentiment.positive) },
    { sign: -1, list: deps.vocabulary.list(sentiment.negative) }
  ]
  const negation = new RegExp(`(?:${sentiment.negations.join('|')})[很太那么得地]?$`)
  const intensifier = new RegExp(`(?:${sentiment.intensifiers.join('|')})$`)
  return function sentimentOf(plain, found, harm) {
    let sum = harm ? -1 : 0
    let count = harm ? 1 : 0
    for (const { sign, list } of sides) {
      for (const hit of found.of(list)) {
        const before = plain.slice(Math.max(0, hit.start - reach), hit.start)
        const weight = intensifier.test(before) ? 1.5 : 1
        sum += negation.test(before) ? -sign * weight : sign * weight
        count += 1
      }
    }
    const score = count === 0 ? 0 : Math.max(-1, Math.min(1, Math.round((sum / (count + 0.5)) * 100) / 100))
    return { polarity: score <= -0.2 ? -1 : score >= 0.2 ? 1 : 0, score }
  }
}
