import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { FindingKind } from '../../core/answers/answer-finding.ts'
import { AnswerRules, answerWords, type AnswerWords } from '../../core/answers/answer-rules.ts'
import type { AnswerUnderReview, FormerAnswer } from '../../core/answers/answer-under-review.ts'
import { askedQuestions } from '../../core/answers/asked-questions.ts'
import { subjectTerms } from '../../core/answers/subject-terms.ts'
import type { Instant } from '../../core/instant.ts'
import { at } from './incidents.ts'

/** The rules as they are shipped. */
export const shippedAnswers: AnswerRules = AnswerRules.parse(parse(readFileSync(new URL('../../config/answers.yaml', import.meta.url), 'utf8')))
export const shippedWords: AnswerWords = answerWords(shippedAnswers)

const Matter = z.strictObject({
  id: z.string(),
  title: z.string(),
  places: z.array(z.string()),
  investigation: z.enum(['none', 'pending']),
  facts: z.record(z.string(), z.number()).default({}),
  mentions: z.array(z.string())
})
const Reply = z.strictObject({
  id: z.string(),
  matter: z.string(),
  kind: z.enum(['reply', 'release']),
  at: z.string(),
  due: z.string().optional(),
  sentBack: z.number().default(0),
  former: z
    .array(
      z.strictObject({
        id: z.string(),
        own: z.boolean().default(false),
        returned: z.boolean().default(false),
        at: z.string().optional(),
        text: z.string()
      })
    )
    .default([]),
  text: z.string(),
  proposal: z.enum(['send-back', 'handling', 'wording', 'reporting']).nullable(),
  findings: z.array(z.strictObject({ kind: FindingKind, passage: z.string().optional() })).default([])
})
export type LabelledReply = z.infer<typeof Reply>
const Table = z.strictObject({ matters: z.array(Matter), replies: z.array(Reply) })

/** A table of made-up replies with what a supervisor would propose of each. */
export function readReplies(name: 'tuned-replies' | 'held-out-replies' | 'later-replies'): { reply: LabelledReply; answer: AnswerUnderReview }[] {
  const file = new URL(`../unit/core/answers/${name}.yaml`, import.meta.url)
  const { matters, replies } = Table.parse(parse(readFileSync(file, 'utf8')))
  return replies.map((reply) => {
    const matter = matters.find(({ id }) => id === reply.matter)
    if (matter === undefined) throw new Error(`${reply.id}: no matter ${reply.matter}`)
    return { reply, answer: underReview(reply, matter) }
  })
}

/** `12 13:00`: of March 2031. */
function march(words: string): Instant {
  const [day = '', clock = ''] = words.split(' ')
  return at(clock.padStart(5, '0'), `2031-03-${day.padStart(2, '0')}`)
}

const harm: Readonly<Record<string, string>> = { deaths: '死亡', injuries: '受伤', missing: '失联', trapped: '被困' }

function underReview(reply: LabelledReply, { title, places, investigation, facts, mentions }: z.infer<typeof Matter>): AnswerUnderReview {
  const texts = mentions.map((text, index) => ({ id: `m-${index}`, text }))
  const figures = Object.entries(facts).flatMap(([name, count]) => (harm[name] === undefined ? [] : [`${count}人${harm[name]}`]))
  return {
    kind: reply.kind,
    text: reply.text,
    at: march(reply.at),
    dueAt: reply.due === undefined ? null : march(reply.due),
    questions: askedQuestions(texts, shippedWords),
    subject: subjectTerms(title, mentions, places),
    about: [title, ...mentions],
    places,
    investigation,
    established: figures.length === 0 ? [] : [{ by: '已核实的事实', text: figures.join('，') }],
    former: reply.former.map((one): FormerAnswer => ({ ...one, at: march(one.at ?? '01 09:00') })),
    sentBack: reply.sentBack,
    curve: null
  }
}
