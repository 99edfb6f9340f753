import type { AnswerWords } from './answer-rules.ts'
import type { Clause } from './clauses.ts'

/** A clause says something, nothing, or is neither; courtesy is counted nowhere. */
export type Weight = 'concrete' | 'hollow' | 'plain' | 'courtesy'

export interface WeighedClause extends Clause {
  readonly weight: Weight
}

/** Below this share of its letters, stock phrases do not empty a clause. */
const emptiedFrom = 0.6

export function weigh(clauses: readonly Clause[], words: AnswerWords): WeighedClause[] {
  return clauses.map((clause) => ({ ...clause, weight: weightOf(clause.text, words) }))
}

/** Share of the letters that say nothing, 0..1; 1 where there is only courtesy. */
export function hollowShare(clauses: readonly WeighedClause[]): number {
  const counted = clauses.filter(({ weight }) => weight !== 'courtesy')
  const all = lettersOf(counted)
  return all === 0 ? 1 : lettersOf(counted.filter(({ weight }) => weight === 'hollow')) / all
}

export function lettersOf(clauses: readonly Clause[]): number {
  return clauses.reduce((sum, { text }) => sum + text.length, 0)
}

function weightOf(text: string, { boilerplate, courtesy, concrete }: AnswerWords): Weight {
  if (courtesy.stands(text)) return 'courtesy'
  const stock = boilerplate.find(text)
  const covered = stock.reduce((sum, { offset, end }) => sum + end - offset, 0) / text.length
  if (covered >= emptiedFrom) return 'hollow'
  if (concrete.stands(text)) return 'concrete'
  return stock.length > 0 ? 'hollow' : 'plain'
}
