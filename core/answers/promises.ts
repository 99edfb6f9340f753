import { dayOf } from '../china-day.ts'
import type { Instant } from '../instant.ts'
import type { FormerAnswer } from './answer-under-review.ts'
import type { AnswerWords } from './answer-rules.ts'
import { clausesOf, type Clause } from './clauses.ts'
import { phraseFinder } from './phrases.ts'

const dated = phraseFinder(['{日期}'])

/** Clauses that promise without a date in their sentence. */
export function undatedPromises(clauses: readonly Clause[], { vaguePromises }: AnswerWords): Clause[] {
  const withDate = new Set(clauses.filter(({ text }) => dated.stands(text)).map(({ sentence }) => sentence))
  return clauses.filter(({ text, sentence }) => vaguePromises.stands(text) && !withDate.has(sentence))
}

/** A day that an earlier answer of the same matter named and that is over, with the clauses that say that it is not done. */
export interface BrokenPromise {
  readonly day: string
  readonly promise: string
  readonly clauses: readonly Clause[]
}

const promiseOfDay = /(\d{1,2})月(?:(\d{1,2})[日号]|底)/gu
const ahead = /前|预计|将|内|公布|完成|恢复|通车|通水|发放|交付|开通|退还|整改|修复|公开|解决/u

/** @param at when the new answer was given */
export function brokenPromise(
  former: readonly FormerAnswer[],
  clauses: readonly Clause[],
  at: Instant,
  { delays }: AnswerWords
): BrokenPromise | null {
  const late = clauses.filter(({ text }) => delays.stands(text))
  if (late.length === 0) return null
  const today = dayOf(at)
  for (const { text, at: givenAt } of former.filter(({ own }) => own)) {
    const given = dayOf(givenAt)
    for (const clause of clausesOf(text)) {
      if (!ahead.test(clause.text)) continue
      const day = daysOf(clause.text, given).find((one) => one > given && one < today)
      if (day !== undefined) return { day, promise: clause.text, clauses: late }
    }
  }
  return null
}

/** Days that a text names, of the year in which it was written, or of the next where its month was over. */
function daysOf(text: string, given: string): string[] {
  const [year, month] = [Number(given.slice(0, 4)), Number(given.slice(5, 7))]
  return Array.from(text.matchAll(promiseOfDay), ([, monthWords = '', dayWords]) => {
    const named = Number(monthWords)
    const last = new Date(Date.UTC(2000, named, 0)).getUTCDate()
    const of = named < month - 6 ? year + 1 : year
    return `${of}-${String(named).padStart(2, '0')}-${String(dayWords === undefined ? last : Number(dayWords)).padStart(2, '0')}`
  })
}
