import { z } from 'zod'
import { addMs, hourMs, Instant, minuteMs, msBetween, Precision } from './instant.ts'

export const CountdownKind = z.enum(['authoritative-release', 'press-conference', 'reply', 'next-update', 'report-up', 'department-reply'])
export type CountdownKind = z.infer<typeof CountdownKind>

export const countdownWords = {
  'authoritative-release': '权威发布',
  'press-conference': '新闻发布会',
  reply: '回应',
  'next-update': '持续发布',
  'report-up': '上报',
  'department-reply': '部门答复'
} as const satisfies Record<CountdownKind, string>

/** Which moment a deadline counts from. */
export const AnchorKind = z.enum(['occurred', 'first-published', 'detected', 'graded'])
export type AnchorKind = z.infer<typeof AnchorKind>

export const anchorWords = {
  occurred: '事发时间',
  'first-published': '首次发布时间',
  detected: '发现时间',
  graded: '定级时间'
} as const satisfies Record<AnchorKind, string>

/** A moment that may count, with who set it and why. A machine's reading of the text says 机器读出，待核 in its reason. */
export const Anchor = z.object({ kind: AnchorKind, at: Instant, precision: Precision, setBy: z.enum(['machine', 'person']), reason: z.string() })
export type Anchor = z.infer<typeof Anchor>

/** What the rules say of one kind of countdown. Every number has its source. */
export const CountdownRule = z.strictObject({
  kind: CountdownKind,
  hours: z.number().positive(),
  /** The governing grades that start it. */
  grades: z.array(z.enum(['I', 'II', 'III', 'IV'])).min(1),
  /** Shares of the time after which a phase is reached. */
  phases: z.array(z.number().gt(0).lt(1)).default([0.5, 0.75, 0.9]),
  /** Minutes before the deadline at which a phase is reached, besides. */
  minutesBefore: z.array(z.number().positive()).default([]),
  stopsWith: z.string().min(1),
  source: z.string().min(1)
})
export type CountdownRule = z.infer<typeof CountdownRule>

export const Settlement = z.object({
  state: z.enum(['met', 'waived', 'withdrawn']),
  at: Instant,
  reason: z.string(),
  /** Evidence key of what stopped it; null for a waiver or a withdrawal. */
  evidence: z.string().nullable()
})
export type Settlement = z.infer<typeof Settlement>

/** One running or ended clock of an incident. */
export const Countdown = z.object({
  kind: CountdownKind,
  rule: CountdownRule,
  anchor: Anchor,
  startedAt: Instant,
  dueAt: Instant,
  settled: Settlement.nullable(),
  /** Phases already recorded on the timeline, by id. */
  reached: z.array(z.string())
})
export type Countdown = z.infer<typeof Countdown>

export type CountdownState = 'running' | 'due-soon' | 'overdue' | 'met' | 'waived' | 'withdrawn'

export const countdownStateWords = {
  running: '进行中',
  'due-soon': '即将到期',
  overdue: '已超时',
  met: '已完成',
  waived: '已豁免',
  withdrawn: '已撤回'
} as const satisfies Record<CountdownState, string>

/** The deadline of a rule from an anchor. Statutory clocks run on wall time, day and night. */
export function dueAt(rule: CountdownRule, anchor: Anchor): Instant {
  return addMs(anchor.at, rule.hours * hourMs)
}

export function countdownState(countdown: Countdown, now: Instant): CountdownState {
  if (countdown.settled !== null) return countdown.settled.state
  if (now >= countdown.dueAt) return 'overdue'
  return now >= dueSoonFrom(countdown) ? 'due-soon' : 'running'
}

/** From three quarters of the time on, a countdown is due soon. */
function dueSoonFrom(countdown: Countdown): Instant {
  return addMs(countdown.dueAt, -0.25 * countdown.rule.hours * hourMs)
}

export interface Phase {
  readonly id: string
  readonly at: Instant
  readonly words: string
}

/** A countdown is never changed, only replaced; every step of a ladder asks for the phases of each. */
const phasesKnown = new WeakMap<object, readonly Phase[]>()

/** The moments at which a countdown says something, earliest first; the last is `overdue`. */
export function phasesOf(countdown: Pick<Countdown, 'rule' | 'anchor' | 'dueAt'>): readonly Phase[] {
  const known = phasesKnown.get(countdown) ?? phasesFrom(countdown)
  phasesKnown.set(countdown, known)
  return known
}

function phasesFrom(countdown: Pick<Countdown, 'rule' | 'anchor' | 'dueAt'>): Phase[] {
  const total = countdown.rule.hours * hourMs
  const shares = countdown.rule.phases.map((share) => ({
    id: `p${Math.round(share * 100)}`,
    at: addMs(countdown.dueAt, -total * (1 - share)),
    words: `时限已过${Math.round(share * 100)}%`
  }))
  const minutes = countdown.rule.minutesBefore.map((left) => ({
    id: `m${left}`,
    at: addMs(countdown.dueAt, -left * minuteMs),
    words: `距时限${left}分钟`
  }))
  const overdue = { id: 'overdue', at: countdown.dueAt, words: '已超时' }
  return [...shares, ...minutes, overdue].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** Phases that the moment has passed and the timeline does not have yet. None once the countdown is settled. */
export function phasesDue(countdown: Countdown, now: Instant): Phase[] {
  if (countdown.settled !== null) return []
  return phasesOf(countdown).filter((phase) => phase.at <= now && !countdown.reached.includes(phase.id))
}

/** Milliseconds left; negative once overdue. */
export function remainingMs(countdown: Countdown, now: Instant): number {
  return msBetween(now, countdown.dueAt)
}
