import type { AnswerWords } from './answer-rules.ts'
import type { Clause } from './clauses.ts'

/** Clauses that send the asker to somebody else, where nothing says that the matter was handed over. */
export function passedOnClauses(clauses: readonly Clause[], { passedOn, handedOver }: AnswerWords): Clause[] {
  return clauses.some(({ text }) => handedOver.stands(text)) ? [] : clauses.filter(({ text }) => passedOn.stands(text))
}

const place = /\p{Script=Han}{2,8}?(?:小区|花园|家园|街道|大道|公园|广场|市场|学校|小学|中学|医院|水库|路|街|桥|村|镇|县|河|湖|苑)/gu
/** What stands before a word for a kind of place without being a name: 该小区, 在小区, 这条路. */
const noName =
  /^(?:.*[该本此各全这那条个座所处整我贵的])?(?:小区|花园|家园|街道|大道|公园|广场|市场|学校|小学|中学|医院|水库|路|街|桥|村|镇|县|河|湖|苑)$/u
const nameLetters = 2

/**
 * Clauses with names of places that no text of the matter has, in an answer that names none of the matter's own: it is about another place.
 * A name is recognised by its last two letters and its kind (`清水湾小区` by `水湾小区`), since what stands before it is not known to belong to it.
 */
export function strangePlaces(clauses: readonly Clause[], about: readonly string[], places: readonly string[]): Clause[] {
  if (places.length === 0) return []
  const known = about.join('\n')
  const own = places.some((one) => one.length > 1 && clauses.some(({ text }) => text.includes(one)))
  if (own) return []
  const named = clauses.flatMap((clause) => namesIn(clause.text).map((name) => ({ clause, name })))
  if (named.some(({ name }) => known.includes(name))) return []
  return [...new Set(named.map(({ clause }) => clause))]
}

/** Names of places in a text, each by its last two letters and its kind. */
export function namesIn(text: string): string[] {
  return Array.from(text.matchAll(place), ([words]) => {
    if (noName.test(words)) return ''
    const kind = /(?:小区|花园|家园|街道|大道|公园|广场|市场|学校|小学|中学|医院|水库|.)$/u.exec(words)?.[0] ?? ''
    return words.slice(-(kind.length + nameLetters))
  }).filter((name) => name.length > nameLetters)
}
