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
  /** Why, in words. */
  readonly reasons: readonly string[]
}

export const factNames = Object.keys(noFacts) as FactName[]

const words: Partial<Record<FactName, string>> = {
  deaths: '死亡',
  seriousInjuries: '重伤',
  injuries: '受伤',
  missing: '失联',
  trapped: '被困',
  evacuated: '转移',
  lossYuan: '损失(元)'
}

export function factWords(name: FactName): string {
  return words[name] ?? name
}

export function verdictOf({ relevant, grade, departments, facts, rules, reasons }: Assessment): Verdict {
  return {
    relevant,
    grade,
    departments: departments.map(({ id, name }) => ({ id, name })),
    facts: Object.fromEntries(factNames.map((name) => [name, facts[name]?.value ?? null])) as Record<FactName, number | null>,
    rules: rules.map(({ id }) => id),
    reasons: reasons.map((reason) => reason.words)
  }
}
