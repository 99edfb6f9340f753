import { z } from 'zod'
import { phraseFault, phraseFinder, type PhraseFinder } from './phrases.ts'

const Phrases = z.array(z.string().min(1)).superRefine((phrases, context) => {
  for (const [index, phrase] of phrases.entries()) {
    const fault = phraseFault(phrase)
    if (fault !== null) context.addIssue({ code: 'custom', path: [index], message: fault })
  }
})

/** What the public may ask about: the words of such a question, and the words of an answer to it. The first topic that fits is taken. */
const Topic = z.strictObject({ id: z.string(), words: z.string(), asks: Phrases, answers: Phrases })

/** The parts that an answer should have. */
export const FieldId = z.enum(['checked', 'done', 'who', 'when', 'result', 'contact', 'basis'])
export type FieldId = z.infer<typeof FieldId>
const share = z.number().min(0).max(1)

/** By which words and thresholds an answer is held against what was asked. A city edits them; see docs/answers.md. */
export const AnswerRules = z.strictObject({
  /** Words by which a sentence is a question or a demand. */
  questions: Phrases,
  demands: Phrases,
  topics: z.array(Topic).min(1),
  fields: z.array(z.strictObject({ id: FieldId, words: z.string(), signs: Phrases })).min(1),
  /** 套话, and courtesy, which is not counted either way. */
  boilerplate: Phrases,
  courtesy: Phrases,
  /** What makes a clause say something whatever else it says. */
  concrete: Phrases,
  vaguePromises: Phrases,
  delays: Phrases,
  /** A cause stated or excluded, words that leave it open, and words by which an investigation says it. */
  causes: Phrases,
  causeOpen: Phrases,
  causeFound: Phrases,
  /** Kinds of event whose cause only an investigation tells. */
  investigated: z.array(z.string()),
  passedOn: Phrases,
  handedOver: Phrases,
  dismissive: Phrases,
  thresholds: z.strictObject({
    /** Share of the text that says nothing, from which it is 敷衍; the second where no clause says anything. */
    hollowShare: share,
    hollowShareWithoutSubstance: share,
    /** Share of letter triples in common with another reply (Jaccard). */
    copiedShare: share,
    /** Volume after a release over that before, and the rise of the negative share, from which it did not answer. */
    volumeGrowth: z.number().positive(),
    negativeGrowth: share,
    mentionsAfter: z.number().int().positive(),
    source: z.string()
  })
})
export type AnswerRules = z.infer<typeof AnswerRules>

/** The rules ready to be used: made once. */
export type AnswerWords = {
  readonly [K in Exclude<keyof AnswerRules, 'topics' | 'fields' | 'investigated' | 'thresholds'>]: PhraseFinder
} & {
  readonly topics: readonly { readonly id: string; readonly words: string; readonly asks: PhraseFinder; readonly answers: PhraseFinder }[]
  readonly fields: readonly { readonly id: FieldId; readonly words: string; readonly signs: PhraseFinder }[]
  readonly investigated: readonly string[]
  readonly thresholds: AnswerRules['thresholds']
}

export function answerWords(rules: AnswerRules): AnswerWords {
  const { topics, fields, investigated, thresholds } = rules
  return {
    questions: phraseFinder(rules.questions),
    demands: phraseFinder(rules.demands),
    boilerplate: phraseFinder(rules.boilerplate),
    courtesy: phraseFinder(rules.courtesy),
    concrete: phraseFinder(rules.concrete),
    vaguePromises: phraseFinder(rules.vaguePromises),
    delays: phraseFinder(rules.delays),
    causes: phraseFinder(rules.causes),
    causeOpen: phraseFinder(rules.causeOpen),
    causeFound: phraseFinder(rules.causeFound),
    passedOn: phraseFinder(rules.passedOn),
    handedOver: phraseFinder(rules.handedOver),
    dismissive: phraseFinder(rules.dismissive),
    topics: topics.map(({ id, words, asks, answers }) => ({ id, words, asks: phraseFinder(asks), answers: phraseFinder(answers) })),
    fields: fields.map(({ id, words, signs }) => ({ id, words, signs: phraseFinder(signs) })),
    investigated,
    thresholds
  }
}
