import { severityOf, type Grade } from '../grade.ts'
import { missOf, type LabelledCase, type Miss } from './label.ts'
import { share } from './relevance.ts'

export type GradeOrNone = Grade | 'none'
export const gradesAndNone = ['I', 'II', 'III', 'IV', 'none'] as const satisfies readonly GradeOrNone[]

export interface GradeScore {
  readonly judged: number
  readonly accuracy: number | null
  /** Less severe than it should be, or none: the costly error. */
  readonly under: number
  readonly over: number
  /** How often each grade that was expected (outer) was given as each grade (inner). */
  readonly confusion: Readonly<Record<GradeOrNone, Readonly<Record<GradeOrNone, number>>>>
}

/** Grades given against grades expected. */
export function scoreGrades(cases: readonly LabelledCase[]): { score: GradeScore; misses: Miss[] } {
  const confusion = Object.fromEntries(gradesAndNone.map((expected) => [expected, emptyRow()])) as Record<GradeOrNone, Record<GradeOrNone, number>>
  const misses: Miss[] = []
  let judged = 0
  for (const one of cases) {
    const expected = one.label.grade
    if (expected === undefined) continue
    const given = one.verdict.grade
    judged++
    confusion[expected ?? 'none'][given ?? 'none']++
    if (given === expected) continue
    const kind = severityOf(given) < severityOf(expected) ? 'under-graded' : 'over-graded'
    misses.push(missOf(one, kind, expected ?? '不定级', given ?? '不定级'))
  }
  const under = misses.filter(({ kind }) => kind === 'under-graded').length
  return { score: { judged, accuracy: share(judged - misses.length, judged), under, over: misses.length - under, confusion }, misses }
}

function emptyRow(): Record<GradeOrNone, number> {
  return { I: 0, II: 0, III: 0, IV: 0, none: 0 }
}
