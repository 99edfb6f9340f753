import { z } from 'zod'
import { Facts } from '../assessment.ts'
import { Grade } from '../grade.ts'
import type { Verdict } from './verdict.ts'

/**
 * What people say is right about a mention. What is absent is not judged; a grade or a fact of null says that there is none to be
 * found, `relevant: null` that one may think either way, which is not judged.
 */
export const Label = z.strictObject({
  relevant: z.boolean().nullable().optional(),
  grade: Grade.nullable().optional(),
  /** Ids or names of every department that is right. */
  departments: z.array(z.string().min(1)).min(1).optional(),
  facts: z.partialRecord(Facts.keyof(), z.number().nonnegative().nullable()).optional()
})
export type Label = z.infer<typeof Label>

/** A labelled mention with what the machine said of it. */
export interface LabelledCase {
  readonly id: string
  readonly label: Label
  readonly verdict: Verdict
}

/** One thing that the machine got wrong. */
export interface Miss {
  readonly id: string
  readonly kind: 'missed' | 'false-alarm' | 'under-graded' | 'over-graded' | 'department' | 'fact'
  readonly expected: string
  readonly given: string
  readonly rules: readonly string[]
  readonly reasons: readonly string[]
}

export function missOf({ id, verdict }: LabelledCase, kind: Miss['kind'], expected: string, given: string): Miss {
  return { id, kind, expected, given, rules: verdict.rules, reasons: verdict.reasons }
}
