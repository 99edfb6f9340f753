import { statedCauses as causesIn } from '../stated-cause.ts'
import type { AnswerWords } from './answer-rules.ts'
import type { Clause } from './clauses.ts'

/**
 * Clauses that state or exclude a cause, by the city's own words or by the grammar of any text. Left out are those that leave it open
 * (原因正在调查) and those of a sentence, or of one right after it, that names the finding of an investigation (经鉴定, 调查认定).
 */
export function statedCauses(text: string, clauses: readonly Clause[], { causes, causeOpen, causeFound }: AnswerWords): Clause[] {
  const found = new Set(clauses.filter((one) => causeFound.stands(one.text) && !causeOpen.stands(one.text)).map(({ sentence }) => sentence))
  const told = toldIn(text, clauses)
  return clauses.filter((one) => {
    const { sentence } = one
    return (causes.stands(one.text) || told.has(one)) && !causeOpen.stands(one.text) && !found.has(sentence) && !found.has(sentence - 1)
  })
}

/** The clauses of the sentences that tell a cause: those that do by themselves, else all of them (井盖被盗，随后老人摔伤). */
function toldIn(text: string, clauses: readonly Clause[]): Set<Clause> {
  const told = new Set<Clause>()
  for (const of of Map.groupBy(clauses, ({ sentence }) => sentence).values()) {
    const [first, last] = [of[0], of.at(-1)]
    if (first === undefined || last === undefined) continue
    if (causesIn(text.slice(first.offset, last.offset + last.text.length)).length === 0) continue
    const alone = of.filter((clause) => causesIn(clause.text).length > 0)
    for (const clause of alone.length > 0 ? alone : of) told.add(clause)
  }
  return told
}
