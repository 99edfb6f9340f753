import { z } from 'zod'
import { MentionId } from './mention.ts'
import { WordingField, WordingStage } from './wording-template.ts'

/** What a sentence of a wording rests on. */
export const StatementEvidence = z.discriminatedUnion('kind', [
  /** An entry of the incident's timeline. */
  z.object({ kind: z.literal('event'), id: z.string(), seq: z.number().int().positive(), words: z.string() }),
  /** A mention, by the sentence that says so. */
  z.object({ kind: z.literal('mention'), id: MentionId, sentence: z.string() }),
  /** Fixed words of a template, which claim nothing of this incident. */
  z.object({ kind: z.literal('template'), id: z.string(), version: z.string() }),
  /** What the desk's configuration says, such as who issues it. */
  z.object({ kind: z.literal('config'), words: z.string() }),
  /** A person wrote it, on this ground; empty where none was given yet. */
  z.object({ kind: z.literal('person'), id: z.string().nullable(), name: z.string(), words: z.string() })
])
export type StatementEvidence = z.infer<typeof StatementEvidence>

/** One sentence with what it rests on. */
export const Statement = z.object({ text: z.string(), evidence: z.array(StatementEvidence) })
export type Statement = z.infer<typeof Statement>

/** One part of a wording; its text is its statements one after the other. */
export const WordingSection = z.object({ field: WordingField, optional: z.boolean(), text: z.string(), statements: z.array(Statement) })
export type WordingSection = z.infer<typeof WordingSection>

/** The form of a wording that a template gave. Absent where it was written freely, as all were before there were templates. */
export const WordingForm = z.object({
  stage: WordingStage,
  template: z.object({ id: z.string(), name: z.string(), version: z.string() }),
  sections: z.array(WordingSection),
  /** On what ground a person wrote what no fact of the incident says; empty where none was given. */
  basis: z.string()
})
export type WordingForm = z.infer<typeof WordingForm>

const gapPattern = /【待核[:：]?([^】]*)】/gu

export function gap(what: string): string {
  return `【待核：${what}】`
}

/** What nobody filled in of a template of ours or of elsewhere: `{原因}`, `${x}`. */
const unfilledPattern = /[$＄]?[{｛][^{}｛｝\n]{0,40}[}｝]/gu

/** What a text leaves open, in its own words: 人员伤亡, or the placeholder that stands there still. */
export function openGaps(text: string): string[] {
  const gaps = [...text.matchAll(gapPattern)].map(([, what = '']) => what.trim() || '未写明')
  return [...new Set([...gaps, ...(text.replaceAll(gapPattern, '').match(unfilledPattern) ?? [])])]
}

/** A text in its sentences, ends kept; together they are the text. */
export function sentencesOf(text: string): string[] {
  return text.match(/[^。；;！!？?\n]*(?:[。；;！!？?\n]+|$)/gu)?.filter((sentence) => sentence !== '') ?? []
}
