import type { Absence } from '../core/duty-roster.ts'
import type { Parts } from './load.ts'
import { nearestName } from './suggest.ts'
import type { Path } from './yaml-file.ts'

/** Ids that stand twice, people who are no contacts, and absences that contradict each other. */
export function checkRosters({ rosters, contacts }: Parts): void {
  const known = contacts.value.map(({ id }) => id)
  const seen = new Set<string>()
  for (const [index, roster] of rosters.value.entries()) {
    const at = [...rosters.at, index]
    const problem = (where: Path, reason: string): void => rosters.file.problem([...at, ...where], reason)
    const person = (id: string, where: Path): void => {
      if (known.includes(id)) return
      const near = nearestName(id, known)
      problem(where, `没有这个联系人：${id}${near === null ? '' : `，是否应为 ${near}?`}`)
    }
    if (seen.has(roster.id)) problem(['id'], `编号 ${roster.id} 重复`)
    seen.add(roster.id)
    for (const [i, shift] of roster.shifts.entries()) {
      if (roster.shifts.findIndex(({ id }) => id === shift.id) < i) problem(['shifts', i, 'id'], `编号 ${shift.id} 重复`)
      for (const [j, id] of shift.people.entries()) person(id, ['shifts', i, 'people', j])
    }
    for (const [i, absence] of roster.absences.entries()) {
      person(absence.who, ['absences', i, 'who'])
      if (absence.substitute !== null) person(absence.substitute, ['absences', i, 'substitute'])
      checkAbsence(roster.absences, i, (where, reason) => problem(['absences', i, ...where], reason))
    }
  }
}

function checkAbsence(absences: readonly Absence[], index: number, problem: (where: Path, reason: string) => void): void {
  const absence = absences[index]
  if (absence === undefined) return
  if (absence.who === absence.substitute) problem(['substitute'], `${absence.who} 不能替自己的班`)
  const twice = absences.slice(0, index).find((other) => other.who === absence.who && other.from < absence.to && absence.from < other.to)
  if (twice !== undefined) problem(['from'], `${absence.who} 在 ${twice.from} 至 ${twice.to} 已有安排`)
}
