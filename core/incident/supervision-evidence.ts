import { RefusedError } from '../errors.ts'
import { chinaWallTime, type Instant } from '../instant.ts'
import { deadlinesOf, outcomeOf } from './deadlines.ts'
import type { IncidentEvent } from './events.ts'
import type { IncidentState } from './state.ts'
import type { SupervisionEvidence } from './supervision-entry.ts'

/** What only says that a matter is known, what it is and that its clocks run: no unit's doing. */
const noFault: ReadonlySet<IncidentEvent['body']['type']> = new Set([
  'opened',
  'headline-set',
  'classified',
  'graded',
  'grade-confirmed',
  'facts-established',
  'places-established',
  'departments-proposed',
  'anchor-set',
  'countdown-started',
  'stage-started',
  'assigned',
  'tasks-given',
  'call-listed',
  'spread-reached'
])

/**
 * 通报批评 and 约谈 blame a unit in public: that the matter was opened shows no fault of anybody.
 * @throws RefusedError where no piece can show one
 */
export function demandFault(evidence: readonly SupervisionEvidence[], step: string): void {
  const shows = evidence.some((one) => one.kind !== 'event' || !(noFault as ReadonlySet<string>).has(one.type))
  if (!shows) throw new RefusedError(`${step}不能只以立案、定级、交办等记录为依据：它们不说明单位有过错，请加选超时的时限、答复或其他事件`)
}

/** What a finding is to rest on, as a person chose it. */
export interface EvidenceWanted {
  /** Numbers of events of the timeline. */
  readonly events: readonly number[]
  /** Clocks that were late, by id (core/incident/deadlines.ts). */
  readonly clocks: readonly string[]
}

/** @throws RefusedError for what the timeline does not have, for a clock that was not late, and where there is nothing at all */
export function evidenceFor(
  state: IncidentState,
  events: readonly IncidentEvent[],
  { events: numbers, clocks }: EvidenceWanted,
  now: Instant
): SupervisionEvidence[] {
  const evidence = [...[...new Set(numbers)].map((seq) => ofEvent(events, seq)), ...[...new Set(clocks)].map((id) => ofClock(state, id, now))]
  if (evidence.length === 0) throw new RefusedError('督办须有依据：请选择时间线上的事件或超时的时限')
  return evidence
}

function ofEvent(events: readonly IncidentEvent[], seq: number): SupervisionEvidence {
  const event = events.find((one) => one.seq === seq)
  if (event === undefined) throw new RefusedError(`时间线上没有第 ${seq} 号事件`)
  const link = { seq, eventId: event.id, hash: event.hash }
  const { body } = event
  if (body.type === 'stage-met' && body.proof.kind === 'answer') return { kind: 'answer', ...link, text: body.proof.text }
  return { kind: 'event', ...link, type: body.type }
}

function ofClock(state: IncidentState, id: string, now: Instant): SupervisionEvidence {
  const deadline = deadlinesOf(state).find((one) => one.id === id)
  if (deadline === undefined) throw new RefusedError('没有这个时限', { metadata: { clock: id } })
  const outcome = outcomeOf(deadline, now)
  if (outcome !== 'late' && outcome !== 'overdue') throw new RefusedError(`${deadline.words}没有超时，不能作为依据`, { metadata: { clock: id } })
  const doneAt = outcome === 'late' ? (deadline.settled?.at ?? null) : null
  return { kind: 'clock', id, words: deadline.words, dueAt: deadline.dueAt, doneAt }
}

/** A piece of evidence as people read it. */
export function evidenceWords(evidence: SupervisionEvidence): string {
  switch (evidence.kind) {
    case 'event':
      return `时间线第 ${evidence.seq} 号事件`
    case 'answer':
      return `答复（第 ${evidence.seq} 号事件）：${evidence.text}`
    case 'clock': {
      const done = evidence.doneAt === null ? '当时尚未完成' : `${chinaWallTime(evidence.doneAt)} 完成`
      return `${evidence.words}：时限 ${chinaWallTime(evidence.dueAt)}，${done}`
    }
    default:
      return evidence satisfies never
  }
}
