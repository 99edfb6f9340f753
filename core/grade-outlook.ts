import { z } from 'zod'
import { Grade, gradeWords, severityOf, type GradeReason } from './grade.ts'
import { Factor, factorOf, Measure, type Easing } from './grading.ts'
import type { IncidentState } from './incident/state.ts'

/** What one row still wants. `short` is null where the value found is unknown: nobody can say how much is missing. */
export const Raising = z.object({
  row: z.string(),
  of: z.enum(['event', 'opinion']),
  grade: Grade,
  words: z.string(),
  source: z.string(),
  missing: z.array(
    z.object({ measure: z.string(), found: z.number().nullable(), needed: z.number(), short: z.number().nullable(), alternative: z.boolean() })
  )
})
export type Raising = z.infer<typeof Raising>

/** What would change the grade: upwards which numbers, downwards who and how; with what each of the three factors says now. */
export const GradeOutlook = z.object({
  factors: z.array(z.object({ factor: Factor, measures: z.array(z.object({ measure: Measure, found: z.number().nullable() })) })),
  raise: z.array(Raising),
  lower: z.object({
    /** nothing: there is no grade to lower. calm: the machine, once the opinion stayed below for long enough, or one person. */
    by: z.enum(['nothing', 'two-persons', 'one-person', 'calm']),
    /** The rows that hold the governing grade. */
    heldBy: z.array(z.string()),
    words: z.string()
  })
})
export type GradeOutlook = z.infer<typeof GradeOutlook>

type Judged = Pick<IncidentState, 'grade' | 'eventGrade' | 'gradeStatus' | 'explanation' | 'policy'>

/** 什么会改变它. `easing`: of the table that holds now. */
export function outlookOf(state: Judged, easing: Easing | null): GradeOutlook {
  const { reasons, wouldChange } = state.explanation
  return { factors: factorsOf([...reasons, ...wouldChange]), raise: wouldChange.map(raisingOf), lower: lowering(state, easing) }
}

/** The numbers that the rows were held against, each once. */
function factorsOf(rows: readonly GradeReason[]): GradeOutlook['factors'] {
  const found = new Map(rows.flatMap(({ conditions }) => conditions.map((condition) => [condition.measure, condition.found] as const)))
  return Factor.options.map((factor) => ({
    factor,
    measures: Measure.options
      .filter((measure) => factorOf[measure] === factor && found.has(measure))
      .map((measure) => {
        const value = found.get(measure)
        return { measure, found: typeof value === 'number' ? value : null }
      })
  }))
}

function raisingOf({ row, of, grade, words, source, conditions }: GradeReason): Raising {
  const missing = conditions
    .filter(({ held }) => !held)
    .map(({ measure, found, threshold, alternative }) => {
      const needed = Number(threshold.replace(/^≥\s*/, ''))
      const known = typeof found === 'number' ? found : null
      return { measure, found: known, needed, short: known === null ? null : rounded(needed - known), alternative: alternative === true }
    })
  return { row, of, grade, words, source, missing }
}

/** Shares are compared with two decimals; 0.1 + 0.2 must not be shown as it is. */
function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

function lowering(state: Judged, easing: Easing | null): GradeOutlook['lower'] {
  const { grade, explanation } = state
  if (grade === null) return { by: 'nothing', heldBy: [], words: '没有等级可以下调' }
  const heldBy = explanation.reasons.filter((reason) => severityOf(reason.grade) === severityOf(grade)).map(({ row }) => row)
  const name = gradeWords[grade]
  if (state.policy.secondPersonFor.includes(grade)) return { by: 'two-persons', heldBy, words: `下调${name}须两人办理，各写明理由；机器不下调` }
  if (state.gradeStatus === 'confirmed') return { by: 'one-person', heldBy, words: `${name}由人核定，只由人写明理由下调` }
  if (severityOf(state.eventGrade) >= severityOf(grade) || easing === null || grade === 'IV')
    return { by: 'one-person', heldBy, words: `${name}只由人写明理由下调；机器不下调` }
  const calm = `舆情连续 ${easing.afterHours} 小时低于门槛、其间看过 ${easing.afterObservations} 次以上，机器下调；红线条款除外`
  return { by: 'calm', heldBy, words: `${calm}；或由人写明理由下调` }
}
