import { z } from 'zod'

/** 特别重大 I, 重大 II, 较大 III, 一般 IV. Always shown with the word. */
export const Grade = z.enum(['I', 'II', 'III', 'IV'])
export type Grade = z.infer<typeof Grade>

export const gradeWords = { I: '特别重大', II: '重大', III: '较大', IV: '一般' } as const satisfies Record<Grade, string>

const severity = { I: 4, II: 3, III: 2, IV: 1 } as const satisfies Record<Grade, number>

/** 4 for I down to 1 for IV, 0 for no grade. */
export function severityOf(grade: Grade | null): number {
  return grade === null ? 0 : severity[grade]
}

export function moreSevere(a: Grade | null, b: Grade | null): Grade | null {
  return severityOf(a) >= severityOf(b) ? a : b
}

export function isMajor(grade: Grade | null): boolean {
  return grade === 'I' || grade === 'II'
}

/** One row of the decision table that fired (or nearly did), with what it was held against. */
export const GradeReason = z.object({
  row: z.string(),
  grade: Grade,
  /** Which grade the row speaks of: the event's, by decree, or the opinion's. */
  of: z.enum(['event', 'opinion']),
  words: z.string(),
  source: z.string(),
  /** Each condition with the value found and the threshold it was held against. */
  conditions: z.array(
    z.object({
      measure: z.string(),
      found: z.union([z.number(), z.string(), z.boolean(), z.null()]),
      threshold: z.string(),
      held: z.boolean(),
      /** One of several of which any is enough. */
      alternative: z.boolean().optional()
    })
  ),
  evidence: z.array(z.string())
})
export type GradeReason = z.infer<typeof GradeReason>

/** 回落: a machine took back a grade of the opinion, since it had stayed below for so long. */
export const Eased = z.object({
  /** The opinion's grade before. */
  from: Grade,
  /** Hours that the opinion stayed below, and looks at its mentions within them. */
  hours: z.number(),
  observations: z.number().int(),
  source: z.string()
})
export type Eased = z.infer<typeof Eased>

/** Why this grade, and what would have changed it. */
export const GradeExplanation = z.object({
  eventGrade: Grade.nullable(),
  opinionGrade: Grade.nullable(),
  reasons: z.array(GradeReason),
  /** The nearest rows that did not fire: what would make the grade higher. */
  wouldChange: z.array(GradeReason),
  /** Set from a lowering by the machine until the grade rises again; the opinion's rows are then of the last hours alone. */
  eased: Eased.optional()
})
export type GradeExplanation = z.infer<typeof GradeExplanation>
