import { moreSevere, severityOf, type Grade } from '../grade.ts'
import { hourMs, instantFromMs, msOf, type Instant } from '../instant.ts'
import type { IncidentDocument } from './state.ts'

/** One judgement of the machine's that a person answered. */
export interface Judgement {
  readonly incidentId: string
  /** Beijing month of the person's word, `2026-11`. */
  readonly month: string
  /** Name of the lead department; null where none leads. */
  readonly department: string | null
  /** Null: the machine gave no grade, or a person opened what it had not seen. */
  readonly machine: Grade | null
  readonly person: Grade | null
  /** 误报: a person ended it as false. */
  readonly dismissed: boolean
}

export interface DriftCell extends Omit<Judgement, 'incidentId'> {
  readonly incidents: number
}

/** 人机偏差. Every rate is of `judged`; null where nothing was judged. */
export interface Drift {
  readonly cells: readonly DriftCell[]
  readonly judged: number
  readonly agreed: number
  readonly raised: number
  readonly lowered: number
  readonly dismissed: number
  /** People gave a grade where the machine had none. Counted in `raised` too. */
  readonly missed: number
  /** Mean of people's severity minus the machine's, in grades: above 0 the machine judges too mildly. */
  readonly meanShift: number | null
  /**
   * Agreement beyond chance, disagreement weighted by its square: 1 all alike, 0 no better than chance (Cohen 1968, weighted
   * kappa). Null where chance alone leaves nothing to disagree on.
   */
  readonly kappa: number | null
}

/** How far the machine's grades are from people's. Exercises are left out, and what was merged counts with its target. */
export function driftOf(documents: Iterable<Pick<IncidentDocument, 'id' | 'events' | 'state'>>): Drift {
  const judgements = [...documents].filter(({ state }) => !state.drill && state.status !== 'merged').flatMap(judgementsOf)
  const count = (test: (judgement: Judgement) => boolean): number => judgements.filter(test).length
  const shifts = judgements.map(({ machine, person }) => severityOf(person) - severityOf(machine))
  return {
    cells: cellsOf(judgements),
    judged: judgements.length,
    agreed: count(({ machine, person, dismissed }) => machine === person && !dismissed),
    raised: count(({ machine, person }) => severityOf(person) > severityOf(machine)),
    lowered: count(({ machine, person, dismissed }) => !dismissed && severityOf(person) < severityOf(machine)),
    dismissed: count(({ dismissed }) => dismissed),
    missed: count(({ machine, person }) => machine === null && person !== null),
    meanShift: shifts.length === 0 ? null : shifts.reduce((sum, shift) => sum + shift, 0) / shifts.length,
    kappa: weightedKappa(judgements)
  }
}

/** Each grade of the machine's with people's last word on it, before the machine spoke again. */
function judgementsOf({ id, events, state }: Pick<IncidentDocument, 'id' | 'events' | 'state'>): Judgement[] {
  const department = state.departments.find(({ role }) => role === 'lead')?.name ?? null
  const judgements: Judgement[] = []
  let machine: Grade | null = null
  let answered = false
  for (const { at, actor, body } of events) {
    if (body.type === 'graded') {
      machine = moreSevere(body.eventGrade, body.opinionGrade)
      answered = false
    } else if (actor.kind === 'person' && (body.type === 'grade-confirmed' || body.type === 'dismissed')) {
      // A second word on the same judgement takes the place of the first.
      if (answered) judgements.pop()
      const dismissed = body.type === 'dismissed'
      const person = dismissed ? null : moreSevere(body.eventGrade, body.opinionGrade)
      judgements.push({ incidentId: id, month: monthOf(at), department, machine, person, dismissed })
      answered = true
    }
  }
  return judgements
}

function monthOf(at: Instant): string {
  return instantFromMs(msOf(at) + 8 * hourMs).slice(0, 7)
}

/** Newest month first, then by department, the gravest machine grade first. */
function cellsOf(judgements: readonly Judgement[]): DriftCell[] {
  const found = new Map<string, DriftCell>()
  for (const { incidentId: _id, ...cell } of judgements) {
    const key = JSON.stringify([cell.month, cell.department, cell.machine, cell.person, cell.dismissed])
    found.set(key, { ...cell, incidents: (found.get(key)?.incidents ?? 0) + 1 })
  }
  return [...found.values()].sort(
    (a, b) =>
      (a.month < b.month ? 1 : a.month > b.month ? -1 : 0) ||
      (a.department ?? '~').localeCompare(b.department ?? '~', 'zh-CN') ||
      severityOf(b.machine) - severityOf(a.machine) ||
      severityOf(b.person) - severityOf(a.person)
  )
}

const severities = [0, 1, 2, 3, 4] as const

/** 1 − Σ w·observed / Σ w·expected with w the square of the distance in grades, none and dismissed being 0. */
function weightedKappa(judgements: readonly Judgement[]): number | null {
  const machines = severities.map((severity) => judgements.filter(({ machine }) => severityOf(machine) === severity).length)
  const people = severities.map((severity) => judgements.filter(({ person }) => severityOf(person) === severity).length)
  let expected = 0
  for (const a of severities) for (const b of severities) expected += (a - b) ** 2 * (machines[a] ?? 0) * (people[b] ?? 0)
  const observed = judgements.reduce((sum, { machine, person }) => sum + (severityOf(machine) - severityOf(person)) ** 2, 0)
  return expected === 0 ? null : 1 - (observed * judgements.length) / expected
}
