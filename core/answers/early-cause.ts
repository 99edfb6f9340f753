import type { AnswerWords } from './answer-rules.ts'
import type { Clause } from './clauses.ts'

/**
 * Clauses that state or exclude a cause. Left out are those that leave it open (原因正在调查) and those of a sentence, or of one right after
 * it, that names the finding of an investigation (经鉴定, 调查认定).
 */
export function statedCauses(clauses: readonly Clause[], { causes, causeOpen, causeFound }: AnswerWords): Clause[] {
  const found = new Set(clauses.filter(({ text }) => causeFound.stands(text) && !causeOpen.stands(text)).map(({ sentence }) => sentence))
  return clauses.filter(({ text, sentence }) => causes.stands(text) && !causeOpen.stands(text) && !found.has(sentence) && !found.has(sentence - 1))
}
