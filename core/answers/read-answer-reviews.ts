import { givenAnswers, type GivenAnswer } from '../incident/given-answers.ts'
import { knownFigures } from '../incident/known-figures.ts'
import { publicityOf } from '../incident/publicity.ts'
import type { IncidentDocument, IncidentState } from '../incident/state.ts'
import { answerDecisionsOf } from '../incident/answer-decision.ts'
import { approvedWording } from '../incident/wording.ts'
import type { Instant } from '../instant.ts'
import type { MentionStore } from '../ports.ts'
import type { StoredMention } from '../records.ts'
import type { AnswerWords } from './answer-rules.ts'
import { answerCurve } from './answer-curve.ts'
import type { AnswerUnderReview, FormerAnswer } from './answer-under-review.ts'
import { askedQuestions, type AskedQuestion } from './asked-questions.ts'
import { ownWords, placesIn } from './own-words.ts'
import { reviewAnswer, type AnswerReview } from './review-answer.ts'
import { subjectTerms } from './subject-terms.ts'

export interface AnswerReviewDeps {
  readonly mentions: Pick<MentionStore, 'ofIncidents'>
  /** Answers of other matters than this, the newest first. */
  readonly elsewhere: (id: string) => Promise<readonly FormerAnswer[]>
  readonly words: AnswerWords
}

export interface ReviewedAnswer extends GivenAnswer {
  readonly review: AnswerReview
}

export interface AnswerReviews {
  /** What is asked by now. */
  readonly questions: readonly AskedQuestion[]
  readonly mentions: number
  /** True where there are more mentions than were read. */
  readonly cut: boolean
  /** Newest first. */
  readonly answers: readonly ReviewedAnswer[]
}

const mostMentions = 1000
const mostAnswers = 10
const mostFormer = 500
const mostAbout = 100

/** What the public asks of an incident, and every answer of it held against that, as the stores know it now. */
export async function readAnswerReviews(
  deps: AnswerReviewDeps,
  { id, state, events }: Pick<IncidentDocument, 'id' | 'state' | 'events'>,
  now: Instant
): Promise<AnswerReviews> {
  const rows = await deps.mentions.ofIncidents([id, ...state.absorbed], mostMentions + 1)
  const read = rows.slice(0, mostMentions)
  const answers = givenAnswers(state, events)
  const former = answers.length === 0 ? [] : (await deps.elsewhere(id)).slice(0, mostFormer)
  const review = (answer: GivenAnswer): AnswerReview =>
    reviewAnswer(underReview({ state, read, answers, former, now, words: deps.words }, answer), deps.words)
  return {
    questions: asked(read, deps.words),
    mentions: read.length,
    cut: rows.length > mostMentions,
    answers: answers
      .slice(-mostAnswers)
      .reverse()
      .map((answer) => ({ ...answer, review: review(answer) }))
  }
}

interface Ground {
  readonly state: IncidentState
  readonly read: readonly StoredMention[]
  readonly answers: readonly GivenAnswer[]
  readonly former: readonly FormerAnswer[]
  readonly now: Instant
  readonly words: AnswerWords
}

function underReview({ state, read, answers, former, now, words }: Ground, answer: GivenAnswer): AnswerUnderReview {
  // It could answer only what had been asked.
  const before = read.filter(({ mention }) => (mention.publishedAt ?? mention.observedAt) <= answer.at)
  const texts = before.map(textOf)
  const written = ownWords(state)
  const named = state.places.flatMap(({ text, name }) => (name === null ? [text] : [text, name]))
  const places = [...new Set(named.length > 0 ? named : placesIn(written))]
  const own = answers.filter((one) => one.seq < answer.seq && one.kind === answer.kind && one.department?.id === answer.department?.id)
  const { kind, text, at, dueAt } = answer
  return {
    kind,
    text,
    at,
    dueAt,
    questions: asked(before, words),
    subject: subjectTerms(state.title, [...written.slice(1), ...texts], places),
    about: [state.title, state.summary, ...texts.slice(0, mostAbout)],
    byHand: written.length > 0,
    places,
    investigation: investigationOf(state, words),
    established: establishedOf(state),
    former: [...own.map(formerOf), ...former.filter((one) => one.at < at)],
    sentBack: answerDecisionsOf(state).filter(
      ({ decision, departmentId, seq }) => decision === 'sent-back' && seq < answer.seq && departmentId === (answer.department?.id ?? null)
    ).length,
    curve: answerCurve(
      read.map(({ mention, assessment }) => ({ publishedAt: mention.publishedAt, polarity: assessment?.sentiment.polarity ?? null })),
      at,
      now
    )
  }
}

function asked(rows: readonly StoredMention[], words: AnswerWords): AskedQuestion[] {
  return askedQuestions(
    rows.map((row) => ({ id: row.mention.id, text: textOf(row) })),
    words
  )
}

function textOf({ mention: { title, text } }: StoredMention): string {
  return title === null || text?.startsWith(title) === true ? (text ?? '') : `${title}\n${text ?? ''}`
}

function formerOf({ seq, at, text, decision }: GivenAnswer): FormerAnswer {
  return { id: String(seq), own: true, returned: decision?.decision === 'sent-back', at, text }
}

/** A cause that a person established, or that an approved wording states, is the word of those who investigated. */
function investigationOf(state: IncidentState, { investigated, causes, causeOpen }: AnswerWords): AnswerUnderReview['investigation'] {
  const { deaths, injuries, missing, trapped, poisoned } = state.facts
  const harmed = [deaths, injuries, missing, trapped, poisoned].some((fact) => (fact?.value ?? 0) > 0)
  const told = [state.eventType ?? '', state.title, ...ownWords(state)].join('\n')
  if (!harmed && !investigated.some((kind) => told.includes(kind))) return 'none'
  if (publicityOf(state).cause !== null) return 'found'
  const approved = approvedWording(state)?.text ?? ''
  return approved.split(/[。，；\n]/u).some((clause) => causes.stands(clause) && !causeOpen.stands(clause)) ? 'found' : 'pending'
}

/** What people verified; the approved wording, or where there is none, what the machine read. */
function establishedOf(state: IncidentState): AnswerUnderReview['established'] {
  const approved = approvedWording(state)
  const known = knownFigures(state)
  if (approved === null) return known
  return [...known.filter(({ verified }) => verified), { by: `已核准的口径第 ${approved.version} 版`, text: approved.text }]
}
