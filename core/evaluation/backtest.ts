import type { Verdict } from './verdict.ts'

/** How one mention would be judged otherwise. */
export interface Change {
  readonly id: string
  readonly kind: 'appear' | 'vanish' | 'grade' | 'department'
  readonly before: string
  readonly after: string
  /** Rules that fire now and did not (+), or did and no longer do (-): what did it. Empty where none of them changed. */
  readonly by: readonly string[]
  /** Reasons that only one side gives, for what no rule explains. */
  readonly why: readonly string[]
}

const mostReasons = 3

/**
 * What changes for people between two verdicts on the same mention: it appears, it vanishes, or, shown before and after, its
 * grade or its departments move. What nobody sees either way is no change.
 */
export function changesBetween(id: string, before: Verdict, after: Verdict): Change[] {
  if (!before.relevant && !after.relevant) return []
  const cause = { by: rulesChanged(before, after), why: reasonsChanged(before, after) }
  if (before.relevant !== after.relevant) {
    return [{ id, kind: after.relevant ? 'appear' : 'vanish', before: words(before), after: words(after), ...cause }]
  }
  const changes: Change[] = []
  if (before.grade !== after.grade) changes.push({ id, kind: 'grade', before: gradeWords(before), after: gradeWords(after), ...cause })
  if (departmentWords(before) !== departmentWords(after))
    changes.push({ id, kind: 'department', before: departmentWords(before), after: departmentWords(after), ...cause })
  return changes
}

function rulesChanged(before: Verdict, after: Verdict): string[] {
  return [
    ...after.rules.filter((rule) => !before.rules.includes(rule)).map((rule) => `+${rule}`),
    ...before.rules.filter((rule) => !after.rules.includes(rule)).map((rule) => `-${rule}`)
  ]
}

function reasonsChanged(before: Verdict, after: Verdict): string[] {
  return [
    ...after.reasons.filter((reason) => !before.reasons.includes(reason)).map((reason) => `+${reason}`),
    ...before.reasons.filter((reason) => !after.reasons.includes(reason)).map((reason) => `-${reason}`)
  ].slice(0, mostReasons)
}

function words(verdict: Verdict): string {
  return verdict.relevant ? `相关，${gradeWords(verdict)}，${departmentWords(verdict)}` : '不相关'
}

function gradeWords({ grade }: Verdict): string {
  return grade ?? '不定级'
}

function departmentWords({ departments }: Verdict): string {
  return departments.map(({ name }) => name).join('、') || '无部门'
}
