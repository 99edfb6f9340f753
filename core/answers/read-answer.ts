import type { AnswerPassage } from './answer-finding.ts'
import type { FieldId, AnswerWords } from './answer-rules.ts'
import type { AnswerUnderReview } from './answer-under-review.ts'
import type { AskedQuestion } from './asked-questions.ts'
import { clausesOf, type Clause } from './clauses.ts'
import { triplesOf } from './copied-text.ts'
import { lettersOf, weigh, type WeighedClause } from './hollow-text.ts'
import { undatedPromises } from './promises.ts'

/** An answer as it was read: what it has. What is wrong with it is for answer-faults.ts to say. */
export interface Reading {
  readonly answer: AnswerUnderReview
  readonly words: AnswerWords
  readonly clauses: readonly WeighedClause[]
  /** The parts that an answer should have, with the words that show each; none where it is missing. */
  readonly fields: readonly { readonly id: FieldId; readonly words: string; readonly passage: AnswerPassage | null }[]
  /** The questions of the public, with the words that answer each; none where nothing does. */
  readonly questions: readonly (AskedQuestion & { readonly passage: AnswerPassage | null })[]
}

export function readAnswer(answer: AnswerUnderReview, words: AnswerWords): Reading {
  const clauses = weigh(clausesOf(answer.text), words)
  return { answer, words, clauses, fields: fieldsOf(clauses, words), questions: answeredBy(clauses, answer, words) }
}

function fieldsOf(clauses: readonly WeighedClause[], words: AnswerWords): Reading['fields'] {
  const saying = sayingOf(clauses, words)
  const { fields } = words
  return fields.map(({ id, words, signs }) => ({ id, words, passage: passageOf(saying.find(({ text }) => signs.stands(text))) }))
}

function answeredBy(clauses: readonly WeighedClause[], answer: AnswerUnderReview, words: AnswerWords): Reading['questions'] {
  const saying = sayingOf(clauses, words)
  const { topics } = words
  return answer.questions.map((question) => {
    const topic = topics.find(({ id }) => id === question.topic)
    const asked = topic === undefined ? triplesOf(question.examples.map(({ text }) => text).join('')) : null
    const answers = ({ text }: Clause): boolean => (topic === undefined ? sharesTriples(text, asked) : topic.answers.stands(text))
    return { ...question, passage: passageOf(saying.find(answers)) }
  })
}

/** What is promised without a date is neither done nor an answer. */
function sayingOf(clauses: readonly WeighedClause[], words: AnswerWords): WeighedClause[] {
  const promised = new Set<Clause>(undatedPromises(clauses, words))
  return clauses.filter((clause) => clause.weight !== 'hollow' && clause.weight !== 'courtesy' && !promised.has(clause))
}

/** So many triples in common are no chance. */
const triplesInCommon = 2

function sharesTriples(text: string, asked: ReadonlySet<number> | null): boolean {
  return asked !== null && [...triplesOf(text)].filter((triple) => asked.has(triple)).length >= triplesInCommon
}

export function has({ fields }: Reading, ...ids: FieldId[]): boolean {
  return fields.some(({ id, passage }) => passage !== null && ids.includes(id))
}

/** So many letters that are neither stock phrases nor courtesy explain something; what is shorter need not name its subject. */
export const longEnough = 60

export function explains({ clauses, words }: Reading): boolean {
  // What has no Chinese, such as markup, and what is said over again explain nothing.
  const saying = sayingOf(clauses, words).filter(({ text }) => /\p{Script=Han}/u.test(text))
  return lettersOf([...new Map(saying.map((clause) => [clause.text, clause])).values()]) >= longEnough
}

function passageOf(clause: Clause | undefined): AnswerPassage | null {
  return clause === undefined ? null : { offset: clause.offset, text: clause.text }
}
