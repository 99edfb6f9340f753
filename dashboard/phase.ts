import { msOf } from '../core/instant.ts'
import type { CountdownView, StageView } from '../dashboard-api/contract.ts'

/** How a clock looks: by share of time left (50, 25, 10 % or 30 min), then overdue; or how it ended. */
export type PhaseLook = 'early' | 'half' | 'soon' | 'last' | 'overdue' | 'met' | 'waived' | 'withdrawn'

export const phaseLookWords = {
  early: '进行中',
  half: '时限过半',
  soon: '即将到期',
  last: '临近时限',
  overdue: '已超时',
  met: '已完成',
  waived: '已豁免',
  withdrawn: '已撤回'
} as const satisfies Record<PhaseLook, string>

/** A clock as far as its face goes: a statutory one, or a stage. */
export type ClockFace = CountdownView | StageView

const lastMinutesMs = 30 * 60_000

/** The look of a countdown at a civil moment. Follows from stored instants alone, as the server's sweep does. */
export function phaseLook(countdown: ClockFace, nowMs: number): PhaseLook {
  if (countdown.settled !== null) return countdown.settled.state
  const left = msOf(countdown.dueAt) - nowMs
  if ('looks' in countdown) return stageLook(countdown, nowMs)
  const total = countdown.hours * 3_600_000
  if (left <= 0) return 'overdue'
  if (left <= total * 0.1 || left <= lastMinutesMs) return 'last'
  if (left <= total * 0.25) return 'soon'
  return left <= total * 0.5 ? 'half' : 'early'
}

/** A stage may take half an hour or go by office hours: the server says when it turns. */
function stageLook({ dueAt, looks }: StageView, nowMs: number): PhaseLook {
  const passed = (at: StageView['looks']['last']): boolean => at !== null && msOf(at) <= nowMs
  if (passed(dueAt)) return 'overdue'
  if (passed(looks.last)) return 'last'
  if (passed(looks.soon)) return 'soon'
  return passed(looks.half) ? 'half' : 'early'
}

export function isRunning(look: PhaseLook): boolean {
  return look === 'early' || look === 'half' || look === 'soon' || look === 'last' || look === 'overdue'
}

/**
 * Clocks that still run first, the nearest deadline before the others; then those that ended, the newest first; the
 * withdrawn ones, which are only history, last.
 */
export function byUrgency<Face extends ClockFace>(countdowns: readonly Face[]): Face[] {
  return [...countdowns].sort((a, b) => {
    if (placeOf(a) !== placeOf(b)) return placeOf(a) - placeOf(b)
    if (a.settled !== null && a.startedAt !== b.startedAt) return a.startedAt > b.startedAt ? -1 : 1
    return a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0
  })
}

/**
 * Tells clocks of one kind apart: a kind that was withdrawn may start again. `all` is in the server's order, to which clocks
 * are only added, so that the place among its kind is a clock's own for good.
 */
export function clockKey(countdown: CountdownView, all: readonly CountdownView[]): string {
  return `${countdown.kind} ${all.filter(({ kind }) => kind === countdown.kind).indexOf(countdown)}`
}

function placeOf({ settled }: ClockFace): number {
  if (settled === null) return 0
  return settled.state === 'withdrawn' ? 2 : 1
}
