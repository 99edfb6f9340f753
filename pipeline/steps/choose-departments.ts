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
  readonly past: ReadonlyMap<string, PastShift>
  readonly isAt: (places: readonly string[]) => boolean
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
  const index = indexDuties(departments, vocabulary)
  const shiftsOf = followPast(pastDecisions, vocabulary)
  const coordinator = departments.find((department) => department.coordinator)

  return function departmentsOf(hits, titleEnd, firings, places) {
    const evidence = weighDuties(index, departments.length, hits, titleEnd)
    const eventTypes = new Set(firings.map(({ rule }) => rule.eventType))
    const isAt = (own: readonly string[]): boolean => places.some((place) => own.some((name) => isIn(place, name)))
    const grounds: Grounds = {
      evidence,
      damping: dampingOf(evidence),
      eventTypes,
      subjects: new Set(firings.map(({ pack }) => pack.subject)),
      past: shiftsOf({ hits, eventTypes, isAt }),
      isAt
    }
    const fitting: Scored[] = []
    for (const [at, department] of departments.entries()) {
      const score = scoreOf(department, at, grounds)
      if (score > 0) fitting.push({ department, at, score })
    }
    fitting.sort((a, b) => b.score - a.score)
    return sharesOf(fitting, grounds, coordinator)
  }
}

function isIn(place: Place, name: string): boolean {
  return (place.code ?? '').startsWith(name) || place.name === name || place.text === name
}

/** By how much what the text says is lessened, so that its length does not matter. */
function dampingOf(evidence: readonly (DutyEvidence | undefined)[]): number {
  let said = 0
  for (const one of evidence) if (one !== undefined && one.body > 0) said += one.body
  return muchSaid / (muchSaid + said)
}

function scoreOf(department: Department, at: number, { evidence, damping, eventTypes, subjects, past, isAt }: Grounds): number {
  const own = evidence[at]
  let score = own === undefined ? 0 : own.title * titleWeight + own.body * damping
  if (eventTypes.size > 0) {
    if (department.eventTypes.some((type) => eventTypes.has(type))) score += typeWeight
    if (department.subjects.some((subject) => subjects.has(subject))) score += subjectWeight
  }
  score = score * department.weight + (past.get(department.id)?.shift ?? 0) * pastWeight
  if (score <= 0 || department.places.length === 0) return score
  return isAt(department.places) ? score + placeWeight : 0
}

/** Whose score is near the lead's assists; where fewer than two are, those two that come next are named with it. */
function sharesOf(fitting: readonly Scored[], grounds: Grounds, coordinator: Department | undefined): DepartmentShare[] {
  const [lead, ...others] = fitting
  if (lead === undefined) {
    return coordinator === undefined ? [] : [share(coordinator, 'lead', '没有部门的职责与之相符，由牵头协调部门承接')]
  }
  const close = others.filter(({ score }) => score >= lead.score * closeShare).length
  const far = others.filter(({ score }) => score >= lead.score * farShare).length
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

function share({ id, name }: Department, role: DepartmentShare['role'], reason: string): DepartmentShare {
  return { id, name, role, reason }
}

function reasonOf({ department, at }: Scored, { evidence, eventTypes, subjects, past }: Grounds): string {
  const duties = bestWords(evidence[at])
  const names = evidence[at]?.names.slice(0, 2) ?? []
  const types = department.eventTypes.filter((type) => eventTypes.has(type))
  const own = department.subjects.filter((subject) => subjects.has(subject))
  const decisions = past.get(department.id)?.decisions ?? 0
  return [
    ...(duties.length > 0 ? [`职责词${quoted(duties)}`] : []),
    ...(names.length > 0 ? [`文中点名${quoted(names)}`] : []),
    ...(types.length > 0 ? [`事件类型${quoted(types)}属其职责`] : []),
    ...(own.length > 0 ? [`主题${quoted(own)}属其职责`] : []),
    ...(decisions > 0 ? [`同类事项曾${decisions}次交其承办`] : []),
    ...(department.places.length > 0 ? ['属地'] : [])
  ].join('；')
}

/** The three words that said most for it. */
function bestWords(evidence: DutyEvidence | undefined): string[] {
  const words = [...(evidence?.duties ?? [])].sort((a, b) => b.value - a.value).filter(({ value }) => value > 0)
  return [...new Set(words.map(({ word }) => word))].slice(0, 3)
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `「${word}」`).join('')
}
