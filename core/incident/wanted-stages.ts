import type { DepartmentShare } from '../assessment.ts'
import type { Grade } from '../grade.ts'
import type { StageAnchor } from '../stage-clock.ts'
import type { Stage, StagedKind, StagedRule } from '../staged-countdown.ts'
import { clockGrade } from './clocks.ts'
import type { IncidentEvent } from './events.ts'
import type { IncidentStage } from './incident-stage.ts'
import { newestRelease, type ReleaseMoment } from './release-moment.ts'
import type { IncidentState } from './state.ts'

/** A stage that should run. */
export interface WantedStage {
  readonly kind: StagedKind
  readonly stage: Stage
  readonly department: IncidentStage['department']
  readonly anchor: StageAnchor
}

/** What the rules of the grade ask for from what stands on the timeline, and no clock answers for yet. */
export function wantedStages(
  state: IncidentState,
  events: readonly IncidentEvent[],
  rules: readonly StagedRule[],
  standing: readonly IncidentStage[]
): WantedStage[] {
  return rulesFor(rules, state)
    .flatMap(({ kind, stages }) => stages.flatMap((stage) => occasions(stage, state, events).map((occasion) => ({ kind, stage, ...occasion }))))
    .filter((one) => !standing.some((clock) => isServed(one, clock)))
}

/** The rules of the grade that the clocks follow. A matter without a grade that somebody assigned is answered as 一般. */
export function rulesFor(rules: readonly StagedRule[], state: IncidentState): StagedRule[] {
  const grade = gradeOf(state)
  return rules.filter(({ kind, grades }) => {
    const by = kind === 'department-reply' ? (grade ?? 'IV') : grade
    return by !== null && grades.includes(by)
  })
}

/** The grade that the clocks of an incident follow. */
export function gradeOf({ policy, eventGrade, opinionGrade, responseValue }: IncidentState): Grade | null {
  return clockGrade(policy, eventGrade, opinionGrade, responseValue)
}

/** A coordinator sees to it that others answer. */
export function owes({ role }: DepartmentShare): boolean {
  return role !== 'coordinator'
}

/** 获悉的时刻; null where nobody noted it. */
export function detectedAnchor({ anchors }: IncidentState): StageAnchor | null {
  const found = anchors.find(({ kind }) => kind === 'detected')
  return found === undefined ? null : { kind: 'detected', at: found.at, setBy: found.setBy, reason: found.reason }
}

/** An update counts from the newest release. */
export function releaseAnchor({ at, url }: ReleaseMoment): StageAnchor {
  return { kind: 'released', at, setBy: 'machine', reason: url }
}

/** The moments from which a stage counts, with whom it concerns. */
function occasions({ from }: Stage, state: IncidentState, events: readonly IncidentEvent[]): Pick<WantedStage, 'department' | 'anchor'>[] {
  switch (from) {
    case 'detected': {
      const anchor = detectedAnchor(state)
      return anchor === null ? [] : [{ department: null, anchor }]
    }
    case 'released': {
      const release = newestRelease(state)
      return release === null ? [] : [{ department: null, anchor: releaseAnchor(release) }]
    }
    case 'assigned':
    case 'accepted':
      return owing(state).flatMap((share) => {
        const anchor = departmentAnchor(share.id, from, events)
        return anchor === null ? [] : [{ department: { id: share.id, name: share.name }, anchor }]
      })
    default:
      return from satisfies never
  }
}

/** Each once, though a list from before that was refused names one twice. */
function owing({ departments }: IncidentState): DepartmentShare[] {
  return departments.filter((share, place) => owes(share) && departments.findIndex((other) => other.id === share.id && owes(other)) === place)
}

/**
 * When a person gave it to the department, or the department took it, of the assignment that holds. What was only proposed is
 * none, until the department takes it: from then on it owes as after an assignment.
 */
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
      assigned ??= { kind: 'assigned', at, setBy, reason: '未经交办，自部门签收起算' }
    }
  }
  return kind === 'assigned' ? assigned : accepted
}

/**
 * Whether a clock that was not withdrawn answers for it: one of the same assignment or a newer one, one of this release or a newer one;
 * 上报 runs once.
 */
function isServed(wanted: WantedStage, clock: IncidentStage): boolean {
  if (!isSameStage(wanted, clock)) return false
  return wanted.stage.from === 'detected' || clock.settled === null || clock.startedAt >= wanted.anchor.at || clock.anchor.at >= wanted.anchor.at
}

export function isSameStage(
  one: Pick<WantedStage, 'kind' | 'stage' | 'department'>,
  other: Pick<WantedStage, 'kind' | 'stage' | 'department'>
): boolean {
  return one.kind === other.kind && one.stage.id === other.stage.id && one.department?.id === other.department?.id
}
