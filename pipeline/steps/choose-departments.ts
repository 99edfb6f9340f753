import type { DepartmentShare, Place } from '../../core/assessment.ts'
import type { Department } from '../../core/department.ts'
import type { PastDecision } from '../../core/past-decision.ts'
import { indexDuties } from '../routing/duty-index.ts'
import { followPast, type PastShift } from '../routing/past-decisions.ts'
import { weighDuties, type DutyEvidence } from '../routing/weigh-duties.ts'
import type { Firing } from '../rules/compile.ts'
import type { Hits, Vocabulary } from '../rules/vocabulary.ts'

const mostAssisting = 4
/** How near the lead's score another department has to come to be as much concerned. */
const closeShare = 0.5
/** Two more are named where fewer come close: who hands the matter out sees whom else it may concern. */
const fewestAssisting = 2
const farShare = 0.1
const titleWeight = 2
/** Worth of words in the text at which more of them add only half: a long text must not drown its own title. */
const muchSaid = 60
const typeWeight = 3
const subjectWeight = 1.5
const placeWeight = 1.5
const pastWeight = 5

/** What the text gives to choose by, for all departments alike. */
interface Grounds {
  readonly evidence: readonly (DutyEvidence | undefined)[]
  readonly damping: number
  readonly eventTypes: ReadonlySet<string>
  readonly subjects: ReadonlySet<string>
  /** Departments that answer for one of the event types, and for one of the subjects, by their place in the list. */
  readonly ofType: ReadonlySet<number>
  readonly ofSubject: ReadonlySet<number>
  /** Departments of one of the places. */
  readonly inPlace: ReadonlySet<number>
  readonly past: ReadonlyMap<string, PastShift>
}

interface Scored {
  readonly department: Department
  readonly at: number
  readonly score: number
}

/**
 * 谁主管谁负责: the department whose duties, subjects and places fit best leads, those that fit nearly as well assist, best
 * first, and with several the coordinator stands beside them. What people decided about like matters moves the scores. What
 * nobody answers for is the coordinator's.
 */
export function chooseDepartments(deps: {
  departments: readonly Department[]
  pastDecisions: readonly PastDecision[]
  vocabulary: Vocabulary
}): (hits: Hits, titleEnd: number, firings: readonly Firing[], places: readonly Place[]) => DepartmentShare[] {
  const { departments, pastDecisions, vocabulary } = deps
  const evidenceOf = weighDuties(indexDuties(departments, vocabulary), departments.length)
  const byType = byEach(departments, ({ eventTypes }) => eventTypes)
  const bySubject = byEach(departments, ({ subjects }) => subjects)
  const byPlace = byEach(departments, ({ places }) => places)
  const lengths = [...new Set(Array.from(byPlace.keys(), ({ length }) => length))]
  const shiftsOf = followPast(pastDecisions, vocabulary)
  const coordinator = departments.find((department) => department.coordinator)

  return function departmentsOf(hits, titleEnd, firings, places) {
    const evidence = evidenceOf(hits, titleEnd)
    const eventTypes = new Set<string>()
    const subjects = new Set<string>()
    for (const { rule, pack } of firings) {
      eventTypes.add(rule.eventType)
      subjects.add(pack.subject)
    }
    const isAt = (own: readonly string[]): boolean => places.some((place) => own.some((name) => isIn(place, name)))
    const grounds: Grounds = {
      evidence,
      damping: dampingOf(evidence),
      eventTypes,
      subjects,
      ofType: thoseOf(byType, eventTypes),
      ofSubject: thoseOf(bySubject, subjects),
      inPlace: byPlace.size === 0 ? noneAt : thoseIn(places),
      past: shiftsOf({ hits, eventTypes, isAt })
    }
    const fitting: Scored[] = []
    for (let at = 0; at < departments.length; at++) {
      const department = departments[at] as Department
      const score = scoreOf(department, at, grounds)
      if (score > 0) fitting.push({ department, at, score })
    }
    fitting.sort((a, b) => b.score - a.score)
    return sharesOf(fitting, grounds, coordinator)
  }

  /** The departments of one of the places, by a code that its own begins with or by a name. */
  function thoseIn(places: readonly Place[]): ReadonlySet<number> {
    const found = new Set<number>()
    const note = (name: string): void => byPlace.get(name)?.forEach((at) => found.add(at))
    for (const { code, name, text } of places) {
      for (const length of lengths) if (length <= (code?.length ?? 0)) note((code ?? '').slice(0, length))
      if (name !== null) note(name)
      if (text !== name) note(text)
    }
    return found
  }
}

const noneAt: ReadonlySet<number> = new Set()

function isIn(place: Place, name: string): boolean {
  return (place.code ?? '').startsWith(name) || place.name === name || place.text === name
}

/** By how much what the text says is lessened, so that its length does not matter. */
function dampingOf(evidence: readonly (DutyEvidence | undefined)[]): number {
  let said = 0
  for (const one of evidence) if (one !== undefined && one.body > 0) said += one.body
  return muchSaid / (muchSaid + said)
}

function scoreOf(department: Department, at: number, { evidence, damping, ofType, ofSubject, inPlace, past }: Grounds): number {
  const own = evidence[at]
  let score = own === undefined ? 0 : own.title * titleWeight + own.body * damping
  if (ofType.has(at)) score += typeWeight
  if (ofSubject.has(at)) score += subjectWeight
  score *= department.weight
  if (past.size > 0) score += (past.get(department.id)?.shift ?? 0) * pastWeight
  if (score <= 0 || department.places.length === 0) return score
  return inPlace.has(at) ? score + placeWeight : 0
}

/** The departments by what each of them answers for, by their place in the list. */
function byEach(departments: readonly Department[], kindsOf: (department: Department) => readonly string[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  for (const [at, department] of departments.entries()) {
    for (const kind of kindsOf(department)) {
      const own = found.get(kind)
      if (own === undefined) found.set(kind, [at])
      else own.push(at)
    }
  }
  return found
}

function thoseOf(by: ReadonlyMap<string, readonly number[]>, kinds: ReadonlySet<string>): ReadonlySet<number> {
  const found = new Set<number>()
  for (const kind of kinds) for (const at of by.get(kind) ?? []) found.add(at)
  return found
}

/** Whose score is near the lead's assists; where fewer than two are, those two that come next are named with it. */
function sharesOf(fitting: readonly Scored[], grounds: Grounds, coordinator: Department | undefined): DepartmentShare[] {
  const [lead, ...others] = fitting
  if (lead === undefined) {
    return coordinator === undefined ? [] : [share(coordinator, 'lead', '没有部门的职责与之相符，由牵头协调部门承接')]
  }
  const close = countFrom(others, lead.score * closeShare)
  const far = countFrom(others, lead.score * farShare)
  const assisting = others.slice(0, close >= fewestAssisting ? Math.min(close, mostAssisting) : Math.min(far, fewestAssisting))
  const shares = [
    share(lead.department, 'lead', reasonOf(lead, grounds)),
    ...assisting.map((one) => share(one.department, 'assist', reasonOf(one, grounds)))
  ]
  if (close > 0 && coordinator !== undefined && !shares.some(({ id }) => id === coordinator.id)) {
    shares.push(share(coordinator, 'coordinator', '涉及多个部门，统筹协调'))
  }
  return shares
}

function countFrom(sorted: readonly Scored[], least: number): number {
  let count = 0
  while (count < sorted.length && (sorted[count] as Scored).score >= least) count++
  return count
}

function share({ id, name }: Department, role: DepartmentShare['role'], reason: string): DepartmentShare {
  return { id, name, role, reason }
}

function reasonOf({ department, at }: Scored, { evidence, eventTypes, subjects, past }: Grounds): string {
  const own = evidence[at]
  const decisions = past.get(department.id)?.decisions ?? 0
  const parts: string[] = []
  if (own !== undefined && own.duties.length > 0) parts.push(quoted('职责词', bestWords(own), ''))
  if (own !== undefined && own.names.length > 0) parts.push(quoted('文中点名', own.names.slice(0, 2), ''))
  if (eventTypes.size > 0) {
    parts.push(
      quoted(
        '事件类型',
        department.eventTypes.filter((type) => eventTypes.has(type)),
        '属其职责'
      ),
      quoted(
        '主题',
        department.subjects.filter((subject) => subjects.has(subject)),
        '属其职责'
      )
    )
  }
  if (decisions > 0) parts.push(`同类事项曾${decisions}次交其承办`)
  if (department.places.length > 0) parts.push('属地')
  return parts.filter((part) => part !== '').join('；')
}

/** The three words that said most for it. */
function bestWords({ duties }: DutyEvidence): string[] {
  const best: string[] = []
  for (const { word } of duties.filter(({ value }) => value > 0).sort((a, b) => b.value - a.value)) {
    if (best.length < 3 && !best.includes(word)) best.push(word)
  }
  return best
}

/** Nothing without words. */
function quoted(before: string, words: readonly string[], after: string): string {
  return words.length === 0 ? '' : `${before}${words.map((word) => `「${word}」`).join('')}${after}`
}
