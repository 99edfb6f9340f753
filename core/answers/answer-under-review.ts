import type { Instant } from '../instant.ts'
import type { AskedQuestion } from './asked-questions.ts'

/** An earlier reply or release: of the same matter (`own`) or of another. */
export interface FormerAnswer {
  /** Where it can be found: incident and number on its timeline. */
  readonly id: string
  readonly own: boolean
  /** A person returned it. */
  readonly returned: boolean
  readonly at: Instant
  readonly text: string
}

/** An answer with all that it is held against. */
export interface AnswerUnderReview {
  /** A department's 实质答复, or a page that is public already. */
  readonly kind: 'reply' | 'release'
  readonly text: string
  readonly at: Instant
  /** Null: no deadline was set for it. */
  readonly dueAt: Instant | null
  readonly questions: readonly AskedQuestion[]
  /** What the matter is about, see subject-terms.ts. */
  readonly subject: readonly string[]
  /** Texts that name the places of the matter: its title, its mentions. */
  readonly about: readonly string[]
  /** Opened by hand: its title and summary are known to say what it is about, however few texts there are. */
  readonly byHand?: boolean
  /** Places of the matter as texts name them. */
  readonly places: readonly string[]
  /** `pending`: only an investigation tells the cause, and it has not. */
  readonly investigation: 'none' | 'pending' | 'found'
  /** What is established, each with whose word it is: figures may not contradict it. */
  readonly established: readonly { readonly by: string; readonly text: string }[]
  readonly former: readonly FormerAnswer[]
  /** How often answers to this duty were returned before. */
  readonly sentBack: number
  /** Volume and sentiment before and after; null where they are not known. */
  readonly curve: AnswerCurve | null
}

/** How much was said, and how much of it against us, in equally long times before and after an answer. */
export interface AnswerCurve {
  readonly hours: number
  readonly before: CurvePart
  readonly after: CurvePart
}

export interface CurvePart {
  readonly mentions: number
  /** Of those whose sentiment was read. */
  readonly judged: number
  readonly negative: number
}
