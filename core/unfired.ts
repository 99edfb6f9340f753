import type { IncidentDocument } from './incident/state.ts'
import { instantFromMs, msOf, type Instant } from './instant.ts'

/** Something that was due and of which neither the timeline nor the outbox knows. */
export interface Unfired {
  readonly incidentId: string
  readonly what: string
  readonly dueAt: Instant
}

/** How long after its moment something may still be on its way, in civil milliseconds where the clock runs as usual. */
export const usualGraceMs = 60_000

/**
 * 第二条路: what should have been told by now and was not. It counts from the stored deadlines and rules to the stored events and
 * notices by arithmetic of its own, and calls nothing that the sweep decides with: an error there must not hide itself here. Where the
 * sweep's rules are finer (a ladder after a rise of the grade), it asks for less, so that it never cries without cause.
 * `requested`: reasons of the notices of this incident that the outbox has; null where they are too many to be read.
 */
export function unfiredOf(
  { id, state, events }: IncidentDocument,
  requested: readonly string[] | null,
  now: Instant,
  graceMs = usualGraceMs
): Unfired[] {
  if (state.status !== 'open') return []
  const nowMs = msOf(now)
  /* What a person or the machine has just changed may only now be due. */
  const quietSinceMs = events.reduce((latest, { at, body }) => (changesDeadlines.has(body.type) ? Math.max(latest, msOf(at)) : latest), 0)
  const isOwed = (dueMs: number): boolean => Math.max(dueMs, quietSinceMs) + graceMs <= nowMs
  const owed = [
    ...phasesOwed(state, events),
    ...stagesOwed(state),
    ...tasksOwed(state),
    ...openingOwed(state, events),
    ...signatureOwed(state, events),
    ...lapseOwed(state, events)
  ].filter(({ dueMs }) => isOwed(dueMs))
  return owed.filter((one) => !one.isFired(events, requested)).map(({ what, dueMs }) => ({ incidentId: id, what, dueAt: instantFromMs(dueMs) }))
}

type State = IncidentDocument['state']
type Events = IncidentDocument['events']

interface Owed {
  readonly what: string
  readonly dueMs: number
  isFired(events: Events, requested: readonly string[] | null): boolean
}

const changesDeadlines: ReadonlySet<string> = new Set([
  'opened',
  'graded',
  'grade-confirmed',
  'anchor-set',
  'anchor-removed',
  'countdown-started',
  'departments-proposed',
  'release-lost',
  'release-changed',
  'press-conference-lost',
  'returned',
  'answer-sent-back',
  'stage-started',
  'stage-moved',
  'extension-approved',
  'tasks-given',
  'task-handed-on'
])

/** Each moment of each clock that runs: it stands on the timeline, and whoever was reached by it has a notice. */
function phasesOwed(state: State, events: Events): Owed[] {
  return state.countdowns
    .filter(({ settled }) => settled === null)
    .flatMap(({ kind, rule, dueAt }) => {
      const dueMs = msOf(dueAt)
      const startedSeq = Math.max(0, ...events.map(({ seq, body }) => (body.type === 'countdown-started' && body.rule.kind === kind ? seq : 0)))
      const moments: [string, number][] = [
        ...rule.phases.map((share): [string, number] => [`p${Math.round(share * 100)}`, dueMs - rule.hours * 3_600_000 * (1 - share)]),
        ...rule.minutesBefore.map((minutes): [string, number] => [`m${minutes}`, dueMs - minutes * 60_000]),
        ['overdue', dueMs]
      ]
      return moments.map(([phase, momentMs]) => ({
        what: `${kind} ${phase}`,
        dueMs: momentMs,
        isFired: (all: Events, requested: readonly string[] | null) =>
          all.some(
            ({ seq, at, body }) =>
              body.type === 'countdown-phase-reached' &&
              body.kind === kind &&
              body.phase === phase &&
              seq > startedSeq &&
              msOf(at) >= Math.floor(momentMs)
          ) && reachedHasNotice(all, requested, `:phase:${kind}:`)
      }))
    })
}

/** The same of each clock that goes by stages: its moments are stored with it, office hours and all. */
function stagesOwed(state: State): Owed[] {
  return (state.stages ?? [])
    .filter(({ settled }) => settled === null)
    .flatMap(({ id, phases }) =>
      phases.map((phase) => ({
        what: `${id} ${phase.id}`,
        dueMs: msOf(phase.at),
        isFired: (all: Events, requested: readonly string[] | null) =>
          all.some(({ at, body }) => body.type === 'stage-phase-reached' && body.id === id && body.phase === phase.id && at >= phase.at) &&
          reachedHasNotice(all, requested, `:phase:${id}:`)
      }))
    )
}

/** The same of each task that nobody has done. */
function tasksOwed(state: State): Owed[] {
  return (state.work?.tasks ?? [])
    .filter((task) => task.state === 'open' || task.state === 'returned')
    .map(({ id, dueAt }) => ({
      what: `${id} overdue`,
      dueMs: msOf(dueAt),
      isFired: (all: Events, requested: readonly string[] | null) =>
        all.some(({ at, body }) => body.type === 'task-phase-reached' && body.id === id && body.phase === 'overdue' && at >= dueAt) &&
        reachedHasNotice(all, requested, `:phase:${id}:`)
    }))
}

/** The matter itself was told to somebody, or nobody could be reached and that is written down. */
function openingOwed(state: State, events: Events): Owed[] {
  const graded = events.flatMap(({ body }) => (body.type === 'graded' || body.type === 'grade-confirmed' ? [body] : []))
  const [first] = graded
  const began = first?.eventGrade === state.grade || first?.opinionGrade === state.grade
  const { grade } = state
  const steps = state.policy.escalation.filter(
    ({ on, grades }) => grade !== null && grades.includes(grade) && ((on === 'opened' && began && graded.length === 1) || (on === 'raised' && !began))
  )
  if (steps.length === 0) return []
  return [
    {
      what: 'opened',
      dueMs: msOf(state.openedAt) + Math.max(...steps.map(({ afterMinutes }) => afterMinutes)) * 60_000,
      isFired: (all, requested) =>
        escalatedSteps(all).some((step) => step.includes(':opened') || step.includes(':raised')) &&
        (reachedHasNotice(all, requested, ':opened') || reachedHasNotice(all, requested, ':raised'))
    }
  ]
}

/** Nobody signed: each level of the ladder in its time, counted from the last grading, which is the latest that it can count from. */
function signatureOwed(state: State, events: Events): Owed[] {
  if (state.acknowledgedAt !== null || state.handling !== 'new' || state.grade === null) return []
  const { grade } = state
  const gradedMs = Math.max(
    msOf(state.openedAt),
    ...events.filter(({ body }) => body.type === 'graded' || body.type === 'grade-confirmed').map(({ at }) => msOf(at))
  )
  return state.policy.escalation
    .filter(({ on, grades }) => on === 'unacknowledged' && grades.includes(grade))
    .map(({ id, afterMinutes }) => ({
      what: `${id} unacknowledged`,
      dueMs: gradedMs + afterMinutes * 60_000,
      isFired: (all) => escalatedSteps(all).some((step) => step.startsWith(`${id}:unacknowledged`))
    }))
}

/** Whoever does one of these has the matter in hand, so that a signature needs no reminder. A list of its own, as all of this reckoning. */
const inHandBy: ReadonlySet<string> = new Set([
  'assigned',
  'accepted',
  'release-recorded',
  'press-conference-recorded',
  'countdown-waived',
  'wording-drafted',
  'wording-approved',
  'stage-met',
  'task-done',
  'meeting-held',
  'fact-checked',
  'rumour-transferred',
  'report-filed',
  'noted'
])

/**
 * Somebody signed and did nothing until the signature lapsed: each level of that ladder in its time, without what an earlier lapse lets
 * come sooner. It counts from the last signature, hand-over, or return by the lead, after which nothing was done.
 */
function lapseOwed(state: State, events: Events): Owed[] {
  const { grade, policy } = state
  const minutes = grade === null ? undefined : policy.acknowledgement?.expiresAfterMinutes[grade]
  if (grade === null || minutes === undefined || state.acknowledgedAt === null) return []
  const returned = events.findLastIndex((_, index) => isReturnedByLead(events, index))
  const since = events.slice(Math.max(0, returned))
  if (since.some(({ body }) => inHandBy.has(body.type))) return []
  const from = since.findLast(({ body }) => body.type === 'acknowledged' || body.type === 'taken-over') ?? events[returned]
  if (from === undefined) return []
  return policy.escalation
    .filter(({ on, grades }) => on === 'lapsed' && grades.includes(grade))
    .map(({ id, afterMinutes }) => ({
      what: `${id} lapsed`,
      dueMs: msOf(from.at) + (minutes + afterMinutes) * 60_000,
      isFired: (all, requested) =>
        all.some(({ seq, body }) => seq > from.seq && body.type === 'escalated' && body.step.startsWith(`${id}:lapsed`)) &&
        reachedHasNotice(all, requested, `${id}:lapsed`)
    }))
}

function isReturnedByLead(events: Events, index: number): boolean {
  const body = events[index]?.body
  if (body?.type !== 'returned') return false
  const given = events.slice(0, index).findLast((event) => event.body.type === 'assigned' || event.body.type === 'departments-proposed')?.body
  const departments = given?.type === 'assigned' || given?.type === 'departments-proposed' ? given.departments : []
  return departments.some(({ id, role }) => id === body.departmentId && role === 'lead')
}

function escalatedSteps(events: Events): string[] {
  return events.flatMap(({ body }) => (body.type === 'escalated' ? [body.step] : []))
}

/** A step that says it reached somebody has left a notice; one that reached nobody has left none and says so. */
function reachedHasNotice(events: Events, requested: readonly string[] | null, about: string): boolean {
  if (requested === null) return true
  const reached = events.some(({ body }) => body.type === 'escalated' && body.step.includes(about) && body.reached.length > 0)
  return !reached || requested.some((reason) => reason.includes(about))
}
