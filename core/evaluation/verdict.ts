import { noFacts, type Assessment, type FactName } from '../assessment.ts'
import type { Grade } from '../grade.ts'

/** What an assessment comes to: what can be held against a label or against another assessment of the same mention. */
export interface Verdict {
  readonly relevant: boolean
  readonly grade: Grade | null
  /** The lead first. */
  readonly departments: readonly { readonly id: string; readonly name: string }[]
  readonly facts: Readonly<Record<FactName, number | null>>
  /** Ids of the rules that fired. */
  readonly rules: readonly string[]
  /** Why, in words; not again that its rules fired. */
  readonly reasons: readonly string[]
}

export const factNames = Object.keys(noFacts) as FactName[]

export function verdictOf({ relevant, grade, departments, facts, rules, reasons }: Assessment): Verdict {
  return {
    relevant,
    grade,
    departments: departments.map(({ id, name }) => ({ id, name })),
    facts: Object.fromEntries(factNames.map((name) => [name, facts[name]?.value ?? null])) as Record<FactName, number | null>,
    rules: rules.map(({ id }) => id),
    reasons: reasons.filter(({ step, weight }) => step !== 'match-rules' || weight === 0).map(({ words }) => words)
  }
}
