import { z } from 'zod'

/** Words of an answer, where they stand: UTF-16 units. */
export const AnswerPassage = z.object({ offset: z.number().int().nonnegative(), text: z.string() })
export type AnswerPassage = z.infer<typeof AnswerPassage>

/** What is wrong with an answer. */
export const FindingKind = z.enum([
  'hollow',
  'missing',
  'off-point',
  'unanswered',
  'copied',
  'early-cause',
  'undated',
  'broken-promise',
  'elsewhere',
  'contradiction',
  'dismissive',
  'still-asked',
  'repeated',
  'late'
])
export type FindingKind = z.infer<typeof FindingKind>

/** One finding with the passages that show it. What is not grave is told, and proposes nothing by itself. */
export const AnswerFinding = z.object({ kind: FindingKind, grave: z.boolean(), words: z.string(), passages: z.array(AnswerPassage) })
export type AnswerFinding = z.infer<typeof AnswerFinding>

/** 退回; 处置不得力, 回应不妥当, 报告不及时 of 国办秘书局 2018 and 津容办〔2017〕416号 (通报批评和约谈制度). */
export const AnswerFault = z.enum(['handling', 'wording', 'reporting'])
export type AnswerFault = z.infer<typeof AnswerFault>
export type AnswerProposal = AnswerFault | 'send-back' | null
