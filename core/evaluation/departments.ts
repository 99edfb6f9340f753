import { missOf, type LabelledCase, type Miss } from './label.ts'
import { share } from './relevance.ts'

export interface DepartmentScore {
  readonly judged: number
  /** One that is right stands first. */
  readonly top1: number | null
  /** One that is right is among the first three. */
  readonly top3: number | null
  /** By the first department that is expected, the worst first. */
  readonly each: readonly { readonly department: string; readonly expected: number; readonly first: number; readonly amongThree: number }[]
}

/** Departments proposed against departments that are right, by id or name. */
export function scoreDepartments(cases: readonly LabelledCase[]): { score: DepartmentScore; misses: Miss[] } {
  const each = new Map<string, { expected: number; first: number; amongThree: number }>()
  const misses: Miss[] = []
  for (const one of cases) {
    const expected = one.label.departments
    const [named] = expected ?? []
    if (expected === undefined || named === undefined) continue
    const proposed = one.verdict.departments
    const place = proposed.findIndex(({ id, name }) => expected.includes(id) || expected.includes(name))
    const count = each.get(named) ?? { expected: 0, first: 0, amongThree: 0 }
    count.expected++
    if (place === 0) count.first++
    if (place >= 0 && place < 3) count.amongThree++
    each.set(named, count)
    if (place !== 0) misses.push(missOf(one, 'department', expected.join('、'), proposed.map(({ name }) => name).join('、') || '无'))
  }
  const rows = [...each].map(([department, count]) => ({ department, ...count }))
  const judged = rows.reduce((sum, { expected }) => sum + expected, 0)
  return {
    score: {
      judged,
      top1: share(
        rows.reduce((sum, { first }) => sum + first, 0),
        judged
      ),
      top3: share(
        rows.reduce((sum, { amongThree }) => sum + amongThree, 0),
        judged
      ),
      each: rows.sort((a, b) => b.expected - b.first - (a.expected - a.first))
    },
    misses
  }
}
