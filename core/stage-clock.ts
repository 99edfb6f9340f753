import { z } from 'zod'
import { Actor } from './actor.ts'
import { Settlement, type CountdownState, type Phase } from './countdown.ts'
import { addMs, hourMs, Instant, minuteMs, msBetween } from './instant.ts'
import { Allowance, Stage, StageAnchorKind, StagedKind } from './staged-countdown.ts'
import { addWorkingDays, addWorkingMs, workingMsBetween, type WorkingTime } from './working-days.ts'

/** The moment that a stage counts from, with who set it and why. */
export const StageAnchor = z.object({ kind: StageAnchorKind, at: Instant, setBy: z.enum(['machine', 'person']), reason: z.string() })
export type StageAnchor = z.infer<typeof StageAnchor>

/** How a stage goes from its anchor: what calendar and office hours made of its allowance. */
export const StageCourse = z.object({
  /** The stage's own, or the extended one. */
  allowance: Allowance,
  dueSoonAt: Instant,
  dueAt: Instant,
  /** Earliest first; the last is `overdue`. */
  phases: z.array(z.object({ id: z.string(), at: Instant, words: z.string() }))
})
export type StageCourse = z.infer<typeof StageCourse>

/**
 * One running or ended stage. What follows from calendar and office hours is computed when it starts or is moved and kept with it,
 * so that reading it needs no calendar and a calendar edited later changes nothing that runs.
 */
export const StageClock = StageCourse.extend({
  kind: StagedKind,
  stage: Stage,
  anchor: StageAnchor,
  startedAt: Instant,
  settled: Settlement.nullable(),
  /** 延期申请 that waits for its approval; the clock runs on meanwhile. */
  request: z.object({ by: Actor, at: Instant, reason: z.string() }).nullable(),
  isExtended: z.boolean()
})
export type StageClock = z.infer<typeof StageClock>

/** A phase that the timeline has, with the moment at which it was recorded. */
export const ToldPhase = z.object({ phase: z.string(), at: Instant })
export type ToldPhase = z.infer<typeof ToldPhase>

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
  return clock.settled !== null ? clock : { ...clock, anchor, ...courseOf(clock.stage, anchor, clock.allowance, time) }
}

/** The same stage with more time, from the same anchor. @throws MissingCalendarError */
export function lengthenStage(clock: StageClock, allowance: Allowance, time: WorkingTime): StageClock {
  return { ...clock, ...courseOf(clock.stage, clock.anchor, allowance, time) }
}

/** Ends a stage as met, and with it every one that this one fulfils too. What is settled already stays as it is. */
export function meetStage<Clock extends StageClock>(
  clocks: readonly Clock[],
  stageId: string,
  met: Pick<Settlement, 'at' | 'reason' | 'evidence'>
): Clock[] {
  return clocks.map((clock) =>
    clock.settled === null && (clock.stage.id === stageId || clock.stage.alsoMetBy.includes(stageId))
      ? { ...clock, settled: { state: 'met', ...met }, request: null }
      : clock
  )
}

/** Waived by a leader or withdrawn with the grade or the assignment: every stage that still runs. */
export function endStages<Clock extends StageClock>(clocks: readonly Clock[], state: 'waived' | 'withdrawn', at: Instant, reason: string): Clock[] {
  return clocks.map((clock) => (clock.settled === null ? { ...clock, settled: { state, at, reason, evidence: null }, request: null } : clock))
}

const dueSoonShare = 0.75

/** The course of a stage from a moment. @throws MissingCalendarError */
export function courseOf(stage: Stage, anchor: StageAnchor, allowance: Allowance, time: WorkingTime): StageCourse {
  const { dueAt, after } = timesOf(anchor.at, allowance, time)
  const shares = stage.phases.map((share) => ({
    id: `p${Math.round(share * 100)}`,
    at: after(share),
    words: `时限已过${Math.round(share * 100)}%`
  }))
  const phases = [...shares.sort((a, b) => (a.at < b.at ? -1 : 1)), { id: 'overdue', at: dueAt, words: '已超时' }]
  return { allowance, dueAt, dueSoonAt: after(dueSoonShare), phases }
}

/** The end of an allowance, and the moment at which a share of it has passed: of office hours for working days, so that nobody is nagged at night. */
function timesOf(from: Instant, allowance: Allowance, time: WorkingTime): { readonly dueAt: Instant; readonly after: (share: number) => Instant } {
  if ('workingDays' in allowance) {
    const dueAt = addWorkingDays(time, from, allowance.workingDays)
    const total = workingMsBetween(time, from, dueAt)
    return { dueAt, after: (share) => addWorkingMs(time, from, Math.round(total * share)) }
  }
  const dueAt = addMs(from, 'hours' in allowance ? allowance.hours * hourMs : allowance.minutes * minuteMs)
  const total = msBetween(from, dueAt)
  return { dueAt, after: (share) => addMs(from, Math.round(total * share)) }
}
