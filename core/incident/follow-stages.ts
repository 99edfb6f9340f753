import type { StageAnchor } from '../stage-clock.ts'
import type { Stage, StagedKind } from '../staged-countdown.ts'
import type { WorkingCalendar } from '../working-calendar.ts'
import type { WorkingTime } from '../working-days.ts'
import type { IncidentEventBody } from './events.ts'
import type { Follow, Followed } from './follow.ts'
import { stageName, type IncidentStage } from './incident-stage.ts'
import { regradedStages } from './regraded-stages.ts'
import { newestRelease, type ReleaseMoment } from './release-moment.ts'
import { courseOrReason } from './stage-course.ts'
import { stagesOf } from './stages.ts'
import type { IncidentState } from './state.ts'
import { detectedAnchor, isSameStage, owes, releaseAnchor, wantedStages, type WantedStage } from './wanted-stages.ts'

/** @param calendar the one of today; a stage keeps the deadline that it gave. */
export function followStages(calendar: WorkingCalendar): Follow {
  return (change) => stagesFollowing(change, calendar)
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
  const unreleased = withoutAnyRelease(after)
  const regraded = regradedStages(change, staged.rules, time)
  const over = new Set([...answered, ...taken, ...unreleased, ...regraded.ended].map(({ id }) => id))
  const standing = stagesOf(after).filter(({ id, settled }) => !over.has(id) && settled?.state !== 'withdrawn')
  const replaced = regraded.replaced.filter((one) => !unreleased.some((clock) => isSameStage(one, clock)))
  const fresh = wantedStages(after, change.events, staged.rules, standing).filter((one) => !replaced.some((other) => isSameStage(one, other)))
  const release = newestRelease(after)
  return [
    ...(release === null ? [] : answered.map((clock) => metByRelease(clock, release))),
    ...endings(taken, '已改交其他部门'),
    ...endings(unreleased, '发布已全部失效，没有可续报的发布'),
    ...endings(
      regraded.ended.filter((clock) => !unreleased.includes(clock)),
      regraded.reason
    ),
    ...moves(standing, after, time),
    ...starts(after, [...replaced, ...fresh], time)
  ]
}

/** Most of a timeline is what was told of it: nothing follows from that. */
function isOnlyTold(bodies: readonly IncidentEventBody[]): boolean {
  return bodies.length > 0 && bodies.every(({ type }) => type === 'escalated' || type.endsWith('-phase-reached'))
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

/** Every release was lost: nothing stands that could be updated. */
function withoutAnyRelease(state: IncidentState): IncidentStage[] {
  if (newestRelease(state) !== null) return []
  return stagesOf(state).filter(({ settled, anchor }) => settled === null && anchor.kind === 'released')
}

/** What was assigned anew to others. */
function takenFrom(state: IncidentState, bodies: readonly IncidentEventBody[]): IncidentStage[] {
  if (!bodies.some(({ type }) => type === 'assigned')) return []
  return stagesOf(state).filter(
    ({ settled, department }) =>
      settled === null && department !== null && !state.departments.some((share) => share.id === department.id && owes(share))
  )
}

/* ---- what moves ---- */

/**
 * 获悉的时刻 was corrected, or an absorbed incident knew of it earlier; the release that an update counts from was lost, and an older
 * one stands.
 */
function moves(standing: readonly IncidentStage[], state: IncidentState, time: WorkingTime): IncidentEventBody[] {
  return standing.flatMap((clock) => {
    const anchor = clock.anchor.kind === 'detected' ? detectedAnchor(state) : clock.anchor.kind === 'released' ? standingAnchor(clock, state) : null
    if (clock.settled !== null || anchor === null || clock.anchor.at === anchor.at) return []
    const course = courseOrReason(clock.stage, anchor, time, clock.allowance)
    return typeof course === 'string' ? [] : [{ type: 'stage-moved' as const, id: clock.id, words: stageName(clock), anchor, course }]
  })
}

/** Null while the release that it counts from is not lost. */
function standingAnchor({ anchor }: IncidentStage, state: IncidentState): StageAnchor | null {
  const release = newestRelease(state)
  return release === null || release.at >= anchor.at ? null : releaseAnchor(release)
}

/* ---- what starts ---- */

function starts(state: IncidentState, wanted: readonly WantedStage[], time: WorkingTime): IncidentEventBody[] {
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
function idOf(state: IncidentState, kind: StagedKind, stage: Stage, department: WantedStage['department']): string {
  const name = [kind, stage.id, ...(department === null ? [] : [department.id])].join('/')
  const before = stagesOf(state).filter(({ id }) => id === name || id.startsWith(`${name}#`)).length
  return before === 0 ? name : `${name}#${before + 1}`
}
