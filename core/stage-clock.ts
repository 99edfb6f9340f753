import type { CountdownState, Phase, Settlement } from './countdown.ts'
import { addMs, hourMs, minuteMs, msBetween, type Instant } from './instant.ts'
import type { Allowance, Stage, StageAnchorKind, StagedKind, StagedRule } from './staged-countdown.ts'
import type { Actor } from './actor.ts'
import { addWorkingDays, addWorkingMs, workingMsBetween, type WorkingTime } from './working-days.ts'

/** The moment that a stage counts from, with who set it and why. */
export interface StageAnchor {
  readonly kind: StageAnchorKind
  readonly at: Instant
  readonly setBy: 'machine' | 'person'
  readonly reason: string
}

export interface ExtensionRequest {
  readonly by: Actor
  readonly at: Instant
  readonly reason: string
}

/**
 * One running or ended stage. What follows from calendar and office hours is computed when it starts or is moved and kept with it,
 * so that reading it needs no calendar and a calendar edited later changes nothing that runs.
 */
export interface StageClock {
  readonly kind: StagedKind
  readonly stage: Stage
  readonly anchor: StageAnchor
  readonly startedAt: Instant
  /** The stage's own, or the extended one. */
  readonly allowance: Allowance
  readonly dueSoonAt: Instant
  readonly dueAt: Instant
  /** Earliest first; the last is `overdue`. */
  readonly phases: readonly Phase[]
  readonly settled: Settlement | null
  /** 延期申请 that waits for its approval; the clock runs on meanwhile. */
  readonly request: ExtensionRequest | null
  readonly isExtended: boolean
}

/** A phase that the timeline has, with the moment at which it was recorded. */
export interface ToldPhase {
  readonly phase: string
  readonly at: Instant
}

/** Starts a stage from its anchor, however late that is noticed: `startedAt` after `dueAt` is overdue at once. @throws MissingCalendarError */
export function startStage(kind: StagedKind, stage: Stage, anchor: StageAnchor, startedAt: Instant, time: WorkingTime): StageClock {
  return { kind, stage, anchor, startedAt, ...deadlineOf(stage, anchor, stage.within, time), settled: null, request: null, isExtended: false }
}

/** The stages of a rule that count from this kind of moment. @throws MissingCalendarError */
export function startStages(rule: StagedRule, anchor: StageAnchor, startedAt: Instant, time: WorkingTime): StageClock[] {
  return rule.stages.filter(({ from }) => from === anchor.kind).map((stage) => startStage(rule.kind, stage, anchor, startedAt, time))
}

export function stageState(clock: StageClock, now: Instant): CountdownState {
  if (clock.settled !== null) return clock.settled.state
  if (now >= clock.dueAt) return 'overdue'
  return now >= clock.dueSoonAt ? 'due-soon' : 'running'
}

/** It was over before anybody knew: its first notice says so. */
export function startedOverdue(clock: StageClock): boolean {
  return clock.startedAt >= clock.dueAt
}

/** Phases that have come and were not told for this deadline; one told too early, for a deadline moved since, is told again. */
export function stagePhasesDue(clock: StageClock, now: Instant, told: readonly ToldPhase[]): Phase[] {
  if (clock.settled !== null) return []
  return clock.phases.filter((phase) => phase.at <= now && !told.some((one) => one.phase === phase.id && one.at >= phase.at))
}

/** The clock from a corrected anchor; a stage that is settled keeps the one it was settled under. @throws MissingCalendarError */
export function moveStageAnchor(clock: StageClock, anchor: StageAnchor, time: WorkingTime): StageClock {
  return clock.settled !== null ? clock : { ...clock, anchor, ...deadlineOf(clock.stage, anchor, clock.allowance, time) }
}

/** The same stage with more time, from the same anchor. @throws MissingCalendarError */
export function lengthenStage(clock: StageClock, allowance: Allowance, time: WorkingTime): StageClock {
  return { ...clock, ...deadlineOf(clock.stage, clock.anchor, allowance, time) }
}

/** Ends a stage as met, and with it every one that this one fulfils too. What is settled already stays as it is. */
export function meetStage(clocks: readonly StageClock[], stageId: string, met: Pick<Settlement, 'at' | 'reason' | 'evidence'>): StageClock[] {
  return clocks.map((clock) =>
    clock.settled === null && (clock.stage.id === stageId || clock.stage.alsoMetBy.includes(stageId))
      ? { ...clock, settled: { state: 'met', ...met }, request: null }
      : clock
  )
}

/** Waived by a leader or withdrawn with the grade or the assignment: every stage that still runs. */
export function endStages(clocks: readonly StageClock[], state: 'waived' | 'withdrawn', at: Instant, reason: string): StageClock[] {
  return clocks.map((clock) => (clock.settled === null ? { ...clock, settled: { state, at, reason, evidence: null }, request: null } : clock))
}

/**
 * 持续发布: a release answers the update that is due and starts the next one from its own moment. A release older than the one that
 * the running update counts from is no newer news and changes nothing.
 * @throws MissingCalendarError
 */
export function afterRelease(
  clocks: readonly StageClock[],
  rule: StagedRule,
  release: Pick<Settlement, 'at' | 'reason' | 'evidence'>,
  time: WorkingTime
): StageClock[] {
  if (clocks.some(({ anchor }) => anchor.at >= release.at)) return [...clocks]
  const ended = clocks.map((clock) => (clock.settled === null ? { ...clock, settled: { state: 'met' as const, ...release } } : clock))
  const anchor = { kind: 'released', at: release.at, setBy: 'machine', reason: release.reason } as const
  return [...ended, ...startStages(rule, anchor, release.at, time)]
}

const dueSoonShare = 0.75

function deadlineOf(
  stage: Stage,
  anchor: StageAnchor,
  allowance: Allowance,
  time: WorkingTime
): Pick<StageClock, 'allowance' | 'dueAt' | 'dueSoonAt' | 'phases'> {
  const { dueAt, after } = courseOf(anchor.at, allowance, time)
  const shares = stage.phases.map((share) => ({
    id: `p${Math.round(share * 100)}`,
    at: after(share),
    words: `时限已过${Math.round(share * 100)}%`
  }))
  const phases = [...shares.sort((a, b) => (a.at < b.at ? -1 : 1)), { id: 'overdue', at: dueAt, words: '已超时' }]
  return { allowance, dueAt, dueSoonAt: after(dueSoonShare), phases }
}

/** The end of an allowance, and the moment at which a share of it has passed: of office hours for working days, so that nobody is nagged at night. */
function courseOf(from: Instant, allowance: Allowance, time: WorkingTime): { readonly dueAt: Instant; readonly after: (share: number) => Instant } {
  if ('workingDays' in allowance) {
    const dueAt = addWorkingDays(time, from, allowance.workingDays)
    const total = workingMsBetween(time, from, dueAt)
    return { dueAt, after: (share) => addWorkingMs(time, from, Math.round(total * share)) }
  }
  const dueAt = addMs(from, 'hours' in allowance ? allowance.hours * hourMs : allowance.minutes * minuteMs)
  const total = msBetween(from, dueAt)
  return { dueAt, after: (share) => addMs(from, Math.round(total * share)) }
}
