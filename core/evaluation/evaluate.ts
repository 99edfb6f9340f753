import { scoreDepartments, type DepartmentScore } from './departments.ts'
import { scoreFacts, type FactScore } from './facts.ts'
import { scoreGrades, type GradeScore } from './grades.ts'
import type { LabelledCase, Miss } from './label.ts'
import { scoreRelevance, type RelevanceScore, type RuleScore } from './relevance.ts'

export interface Evaluation {
  readonly cases: number
  readonly relevance: RelevanceScore
  readonly rules: readonly RuleScore[]
  readonly grade: GradeScore
  readonly departments: DepartmentScore
  readonly facts: readonly FactScore[]
  readonly misses: readonly Miss[]
}

/** What the machine got right and wrong of labelled mentions, each error with its mention, the rules that fired and the reasons given. */
export function evaluate(cases: readonly LabelledCase[]): Evaluation {
  const relevance = scoreRelevance(cases)
  const grades = scoreGrades(cases)
  const departments = scoreDepartments(cases)
  const facts = scoreFacts(cases)
  return {
    cases: cases.length,
    relevance: relevance.score,
    rules: relevance.rules,
    grade: grades.score,
    departments: departments.score,
    facts: facts.scores,
    misses: [relevance, grades, departments, facts].flatMap(({ misses }) => misses)
  }
}
