import type { DepartmentShare } from '../assessment.ts'
import { severityOf, type Grade } from '../grade.ts'
import { courseOf, type StageAnchor, type StageCourse } from '../stage-clock.ts'
import type { Stage, StagedKind, StagedRule } from '../staged-countdown.ts'
import { MissingCalendarError, type WorkingCalendar } from '../working-calendar.ts'
import type { WorkingTime } from '../working-days.ts'
import { clockGrade } from './clocks.ts'
import type { IncidentEvent, IncidentEventBody } from './events.ts'
import { stageName, type IncidentStage } from './incident-stage.ts'
import { newestRelease, type ReleaseMoment } from './release-moment.ts'
import { stagesOf } from './stages.ts'
import type { IncidentState } from './state.ts'

/** A change of an incident, as far as its stages hang on it. */
export interface Followed {
  /** Null: it was opened by the change. */
  readonly before: IncidentState | null
  readonly bodies: readonly IncidentEventBody[]
  readonly after: IncidentState
  /** The whole timeline, the change included. */
  readonly events: readonly IncidentEvent[]
}

/** What follows by itself from a change and is appended in the same write. */
export type Follow = (change: Followed) => IncidentEventBody[]

/** @param calendar the one of today; a stage keeps the deadline that it gave. */
export function followStages(calendar: WorkingCalendar): Follow {
  return (change) => stagesFollowing(change, calendar)
}

/** A stage that should run. */
interface Wanted {
  readonly kind: StagedKind
  readonly stage: Stage
  readonly department: IncidentStage['department']
  readonly anchor: StageAnchor
}

/**
 * 上报 counts from the detection, 部门答复 from each department's assignment or acceptance, 持续发布 from the newest release. Computed
 * from what stands on the timeline, so that asking twice changes nothing; a re-grade adds and never resets; what a person lowered, a
 * department lost or a newer release answered ends with its reason.
 */
function stagesFollowing(change: Followed, calendar: WorkingCalendar): IncidentEventBody[] {
  const { after } = change
  const { staged } = after.policy
  if (staged === undefined || after.status !== 'open' || isOnlyTold(change.bodies)) return []
  const time = { calendar, hours: staged.workingHours }
  const answered = answeredByRelease(after)
  const taken = takenFrom(after, change.bodies)
  const regraded = regradedStages(change, staged.rules, time)
  const over = new Set([...answered, ...taken, ...regraded.ended].map(({ id }) => id))
  const standing = stagesOf(after).filter(({ id, settled }) => !over.has(id) && settled?.state !== 'withdrawn')
  const release = newestRelease(after)
  return [
    ...(release === null ? [] : answered.map((clock) => metByRelease(clock, release))),
    ...endings(taken, '已改交其他部门'),
    ...endings(regraded.ended, regraded.reason),
    ...moves(standing, after, time),
    ...starts(after, wantedStages(change, staged.rules, regraded.replaced, standing), time)
  ]
}

/** Most of a timeline is what was told of it: nothing follows from that. */
function isOnlyTold(bodies: readonly IncidentEventBody[]): boolean {
  return bodies.length > 0 && bodies.every(({ type }) => type === 'escalated' || type === 'stage-phase-reached' || type === 'countdown-phase-reached')
}

function endings(clocks: readonly IncidentStage[], reason: string): IncidentEventBody[] {
  return clocks.length === 0
    ? []
    : [{ type: 'stages-ended', ids: clocks.map(({ id }) => id), words: clocks.map(stageName).join('、'), state: 'withdrawn', reason }]
}

/* ---- what ends ---- */

/** A release newer than the one that the running update counts from. */
function answeredByRelease(state: IncidentState): IncidentStage[] {
  const release = newestRelease(state)
  if (release === null) return []
  return stagesOf(state).filter(({ kind, settled, anchor }) => kind === 'next-update' && settled === null && anchor.at < release.at)
}

function metByRelease(clock: IncidentStage, { at, url, snapshot }: ReleaseMoment): IncidentEventBody {
  return { type: 'stage-met', id: clock.id, words: stageName(clock), metAt: at, proof: { kind: 'release', url, evidence: snapshot } }
}

/** What was assigned anew to others. */
function takenFrom(state: IncidentState, bodies: readonly IncidentEventBody[]): IncidentStage[] {
  if (!bodies.some(({ type }) => type === 'assigned')) return []
  return stagesOf(state).filter(
    ({ settled, department }) =>
      settled === null && department !== null && !state.departments.some((share) => share.id === department.id && owes(share))
  )
}

/** A coordinator sees to it that others answer. */
function owes({ role }: DepartmentShare): boolean {
  return role !== 'coordinator'
}

interface Regraded {
  readonly ended: readonly IncidentStage[]
  /** Of those that ended: what runs in their place, from the same anchor. */
  readonly replaced: readonly Wanted[]
  readonly reason: string
}

/**
 * A rise puts a tighter stage in the place of a looser one and ends nothing else; a person's confirmed lowering ends what the lower
 * grade does not ask for. A machine's lowering touches no clock.
 */
function regradedStages({ before, bodies, after }: Followed, rules: readonly StagedRule[], time: WorkingTime): Regraded {
  const none = { ended: [], replaced: [], reason: '' }
  if (before === null) return none
  const [then, now] = [gradeOf(before), gradeOf(after)]
  const confirmed = bodies.find((body) => body.type === 'grade-confirmed')
  const rose = severityOf(now) > severityOf(then)
  if (!rose && (confirmed === undefined || severityOf(now) === severityOf(then))) return none
  const ended: IncidentStage[] = []
  const replaced: Wanted[] = []
  for (const clock of stagesOf(after).filter(({ settled }) => settled === null)) {
    const stage = rulesFor(rules, after)
      .find(({ kind }) => kind === clock.kind)
      ?.stages.find(({ id }) => id === clock.stage.id)
    if (rose ? stage === undefined || !isTighter(stage, clock, time) : stage !== undefined && isSameTime(stage, clock.stage)) continue
    ended.push(clock)
    if (stage !== undefined)
      replaced.push({
        kind: clock.kind,
        stage,
        department: clock.department,
        anchor: (clock.anchor.kind === 'detected' ? detectedAnchor(after) : null) ?? clock.anchor
      })
  }
  return { ended, replaced, reason: rose ? '等级上调，由更紧的时限取代' : `等级下调：${confirmed?.reason ?? ''}` }
}

function isSameTime(one: Stage, other: Stage): boolean {
  return JSON.stringify([one.from, one.within]) === JSON.stringify([other.from, other.within])
}

/** An extension that was approved stays. */
function isTighter(stage: Stage, clock: IncidentStage, time: WorkingTime): boolean {
  if (isSameTime(stage, clock.stage)) return false
  const course = courseOrReason(stage, clock.anchor, time)
  return typeof course !== 'string' && course.dueAt < clock.dueAt
}

/* ---- what moves ---- */

/** 获悉的时刻 was corrected, or an absorbed incident knew of it earlier. */
function moves(standing: readonly IncidentStage[], state: IncidentState, time: WorkingTime): IncidentEventBody[] {
  const anchor = detectedAnchor(state)
  if (anchor === null) return []
  return standing.flatMap((clock) => {
    if (clock.settled !== null || clock.anchor.kind !== 'detected' || clock.anchor.at === anchor.at) return []
    const course = courseOrReason(clock.stage, anchor, time, clock.allowance)
    return typeof course === 'string' ? [] : [{ type: 'stage-moved' as const, id: clock.id, words: stageName(clock), anchor, course }]
  })
}

function detectedAnchor({ anchors }: IncidentState): StageAnchor | null {
  const found = anchors.find(({ kind }) => kind === 'detected')
  return found === undefined ? null : { kind: 'detected', at: found.at, setBy: found.setBy, reason: found.reason }
}

/* ---- what starts ---- */

function wantedStages(
  { after, events }: Followed,
  rules: readonly StagedRule[],
  replaced: readonly Wanted[],
  standing: readonly IncidentStage[]
): Wanted[] {
  const wanted = rulesFor(rules, after).flatMap(({ kind, stages }) =>
    stages.flatMap((stage) => occasions(stage, after, events).map((occasion) => ({ kind, stage, ...occasion })))
  )
  const fresh = wanted.filter((one) => !standing.some((clock) => isServed(one, clock)) && !replaced.some((other) => isSameStage(one, other)))
  return [...replaced, ...fresh]
}

/** The rules of the grade that the clocks follow. A matter without a grade that somebody assigned is answered as 一般. */
function rulesFor(rules: readonly StagedRule[], state: IncidentState): StagedRule[] {
  const grade = gradeOf(state)
  return rules.filter(({ kind, grades }) => {
    const by = kind === 'department-reply' ? (grade ?? 'IV') : grade
    return by !== null && grades.includes(by)
  })
}

function gradeOf({ policy, eventGrade, opinionGrade, responseValue }: IncidentState): Grade | null {
  return clockGrade(policy, eventGrade, opinionGrade, responseValue)
}

/** The moments from which a stage counts, with whom it concerns. */
function occasions({ from }: Stage, state: IncidentState, events: readonly IncidentEvent[]): Pick<Wanted, 'department' | 'anchor'>[] {
  switch (from) {
    case 'detected': {
      const anchor = detectedAnchor(state)
      return anchor === null ? [] : [{ department: null, anchor }]
    }
    case 'released': {
      const release = newestRelease(state)
      return release === null ? [] : [{ department: null, anchor: { kind: from, at: release.at, setBy: 'machine', reason: release.url } }]
    }
    case 'assigned':
    case 'accepted':
      return state.departments.filter(owes).flatMap((share) => {
        const anchor = departmentAnchor(share.id, from, events)
        return anchor === null ? [] : [{ department: { id: share.id, name: share.name }, anchor }]
      })
    default:
      return from satisfies never
  }
}

/** When a person gave it to the department, or the department took it, of the assignment that holds; what a machine proposed is none. */
function departmentAnchor(departmentId: string, kind: 'assigned' | 'accepted', events: readonly IncidentEvent[]): StageAnchor | null {
  let assigned: StageAnchor | null = null
  let accepted: StageAnchor | null = null
  for (const { at, actor, body } of events) {
    const setBy = actor.kind
    if (body.type === 'assigned') {
      const share = body.departments.find(({ id }) => id === departmentId)
      const holds: boolean = share !== undefined && owes(share)
      assigned = holds ? (assigned ?? { kind: 'assigned', at, setBy, reason: body.instruction === '' ? '交办' : `交办：${body.instruction}` }) : null
      if (!holds) accepted = null
    } else if (body.type === 'returned' && body.departmentId === departmentId) {
      assigned = null
      accepted = null
    } else if (body.type === 'accepted' && body.departmentId === departmentId) {
      accepted ??= { kind: 'accepted', at, setBy, reason: '部门签收' }
    }
  }
  return kind === 'assigned' ? assigned : accepted
}

/**
 * Whether a clock that was not withdrawn answers for it: one of the same assignment or a newer one, one of this release or a newer one;
 * 上报 runs once.
 */
function isServed(wanted: Wanted, clock: IncidentStage): boolean {
  if (!isSameStage(wanted, { ...clock, stage: clock.stage })) return false
  return wanted.stage.from === 'detected' || clock.settled === null || clock.startedAt >= wanted.anchor.at || clock.anchor.at >= wanted.anchor.at
}

function isSameStage(one: Pick<Wanted, 'kind' | 'stage' | 'department'>, other: Pick<Wanted, 'kind' | 'stage' | 'department'>): boolean {
  return one.kind === other.kind && one.stage.id === other.stage.id && one.department?.id === other.department?.id
}

function starts(state: IncidentState, wanted: readonly Wanted[], time: WorkingTime): IncidentEventBody[] {
  return wanted.flatMap(({ kind, stage, department, anchor }): IncidentEventBody[] => {
    const course = courseOrReason(stage, anchor, time)
    if (typeof course !== 'string')
      return [{ type: 'stage-started', id: idOf(state, kind, stage, department), kind, stage, department, anchor, course }]
    const told = state.unstartedStages?.some(
      (one) => one.kind === kind && one.stageId === stage.id && one.department?.id === department?.id && one.anchor.at === anchor.at
    )
    return told === true
      ? []
      : [{ type: 'stage-not-started', unstarted: { kind, stageId: stage.id, words: stage.words, department, anchor, reason: course } }]
  })
}

/** A number from the second start on. */
function idOf(state: IncidentState, kind: StagedKind, stage: Stage, department: Wanted['department']): string {
  const name = [kind, stage.id, ...(department === null ? [] : [department.id])].join('/')
  const before = stagesOf(state).filter(({ id }) => id === name || id.startsWith(`${name}#`)).length
  return before === 0 ? name : `${name}#${before + 1}`
}

/** The reason where a deadline reaches into a year whose calendar is missing: it is said, never guessed. */
function courseOrReason(stage: Stage, anchor: StageAnchor, time: WorkingTime, allowance = stage.within): StageCourse | string {
  try {
    return courseOf(stage, anchor, allowance, time)
  } catch (error) {
    if (error instanceof MissingCalendarError) return error.message
    throw error
  }
}
