import type { DepartmentShare, Place } from '../../core/assessment.ts'
import type { Department } from '../../core/department.ts'
import type { Firing } from '../rules/compile.ts'
import type { Hit, Hits, Vocabulary } from '../rules/vocabulary.ts'

const mostAssisting = 4
const countedPlaces = 3

interface Scored {
  readonly department: Department
  readonly score: number
  readonly why: string[]
}

/**
 * 谁主管谁负责: the department whose duties, subjects and places fit best leads, those that fit nearly as well assist, and
 * with several the coordinator stands beside them. What nobody answers for is the coordinator's.
 */
export function chooseDepartments(deps: {
  departments: readonly Department[]
  vocabulary: Vocabulary
}): (hits: Hits, titleEnd: number, firings: readonly Firing[], places: readonly Place[]) => DepartmentShare[] {
  const { departments, vocabulary } = deps
  const byTerm = new Map<number, { at: number; kind: 'duty' | 'name' }[]>()
  for (const [at, department] of departments.entries()) {
    const note = (kind: 'duty' | 'name') => (term: number) => void byTerm.set(term, [...(byTerm.get(term) ?? []), { at, kind }])
    vocabulary.addAll(department.duties).forEach(note('duty'))
    vocabulary.addAll([department.name, ...department.aliases]).forEach(note('name'))
  }
  const coordinator = departments.find((department) => department.coordinator)

  return function departmentsOf(hits, titleEnd, firings, places) {
    const said = new Map<number, { duties: (readonly Hit[])[]; names: number }>()
    for (const [term, found] of hits) {
      for (const { at, kind } of byTerm.get(term) ?? []) {
        const own = said.get(at) ?? { duties: [], names: 0 }
        if (kind === 'duty') own.duties.push(found)
        else own.names++
        said.set(at, own)
      }
    }
    const subjects = new Set(firings.map(({ pack }) => pack.subject))
    const eventTypes = new Set(firings.map(({ rule }) => rule.eventType))
    const scored = departments.flatMap((department, at) => {
      const words = said.get(at)
      const bySubject = department.subjects.some((subject) => subjects.has(subject))
      const byType = department.eventTypes.some((type) => eventTypes.has(type))
      return words === undefined && !bySubject && !byType
        ? []
        : [scoreOf(department, words ?? { duties: [], names: 0 }, bySubject, byType, titleEnd, places)]
    })
    const fitting = scored.filter((one) => one.score > 0).sort((a, b) => b.score - a.score)
    const lead = fitting[0]
    if (lead === undefined)
      return coordinator === undefined ? [] : [{ ...share(coordinator, 'lead'), reason: '没有部门的职责与之相符，由牵头协调部门承接' }]
    const assisting = fitting
      .slice(1)
      .filter((one) => one.score >= lead.score * 0.5)
      .slice(0, mostAssisting)
    const shares: DepartmentShare[] = [
      { ...share(lead.department, 'lead'), reason: lead.why.join(';') },
      ...assisting.map((one): DepartmentShare => ({ ...share(one.department, 'assist'), reason: one.why.join(';') }))
    ]
    if (assisting.length > 0 && coordinator !== undefined && !shares.some((one) => one.id === coordinator.id)) {
      shares.push({ ...share(coordinator, 'coordinator'), reason: '涉及多个部门，统筹协调' })
    }
    return shares
  }
}

function share(department: Department, role: DepartmentShare['role']): Omit<DepartmentShare, 'reason'> {
  return { id: department.id, name: department.name, role }
}

function scoreOf(
  department: Department,
  words: { duties: readonly (readonly Hit[])[]; names: number },
  bySubject: boolean,
  byType: boolean,
  titleEnd: number,
  places: readonly Place[]
): Scored {
  const why: string[] = []
  let score = 0
  for (const found of words.duties) {
    const length = (found[0]?.end ?? 0) - (found[0]?.start ?? 0)
    score += length * (Math.min(found.length, countedPlaces) + (found.some((hit) => hit.start < titleEnd) ? 1 : 0)) * 0.5
  }
  if (words.duties.length > 0) why.push(`职责词${words.duties.length}个`)
  if (byType) {
    score += 6
    why.push('事件类型属其职责')
  }
  if (bySubject) {
    score += 3
    why.push('主题属其职责')
  }
  if (words.names > 0) {
    score += 2 * words.names
    why.push('文中点名')
  }
  if (department.places.length > 0) {
    const here = places.some((place) =>
      department.places.some((own) => (place.code ?? '').startsWith(own) || place.name === own || place.text === own)
    )
    if (!here) return { department, score: 0, why }
    score += 3
    why.push('属地')
  }
  return { department, score, why }
}
