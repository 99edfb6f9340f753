import { findFault, type Sha256 } from '../incident/chain.ts'
import { deadlinesOf } from '../incident/deadlines.ts'
import type { IncidentEvent } from '../incident/events.ts'
import type { IncidentDocument, IncidentState } from '../incident/state.ts'
import { chinaWallTime, latestOf, msBetween, type Instant } from '../instant.ts'
import { leadAt } from './lead-at.ts'
import type { MeasureRow } from './measure-row.ts'
import type { MeasuredIncident } from './measured-incident.ts'
import { monthOf } from './month.ts'

/**
 * A sign of concealment, which a person has to look into: `own-deed`: the unit dealt with it before it was reported up; `own-page`: a page
 * of ours told of it before; `told`: a supervisor recorded that the unit knew; `chain`: the timeline was changed.
 */
export interface ConcealedRow extends MeasureRow {
  readonly kind: 'concealed'
  readonly reason: 'own-deed' | 'own-page' | 'told' | 'chain'
}

/** Something that shows that we, or a unit, knew of the matter. */
export interface Knowledge {
  readonly reason: Exclude<ConcealedRow['reason'], 'chain'>
  readonly unit: MeasureRow['department']
  readonly at: Instant
  readonly how: string
  readonly seq: number
}

/**
 * 瞒报: known to a unit longer before it was reported up than the rule leaves time for. Counted from when the unit knew, not from when we
 * heard of it. Where no rule asks for a report up, only what was known before we opened the matter, and the chain, can show anything.
 */
export function concealedRows({ id, state, leads, knowledge, broken }: MeasuredIncident, now: Instant): ConcealedRow[] {
  const common = { kind: 'concealed' as const, incidentId: id, title: state.title, drill: state.drill }
  const told = whenTold(state, now)
  const rows = knowledge.flatMap(({ reason, unit, at, how, seq }): ConcealedRow[] => {
    const delayMs = msBetween(at, told.at) - told.allowedMs
    if (delayMs <= 0 || (reason === 'own-deed' && !told.isReport)) return []
    const department = unit ?? leadAt(leads, now)
    const words = `${chinaWallTime(at)} ${how}；${told.words}`
    return [{ ...common, id: `${id}/concealed-${seq}`, month: monthOf(at), department, reason, words, at, delayMs, seqs: [seq] }]
  })
  return broken === null ? rows : [...rows, broken]
}

/** The row of a timeline that was changed; null where every link of its chain holds. */
export function brokenChain({ id, events, state }: IncidentDocument, sha256: Sha256): ConcealedRow | null {
  const fault = findFault(sha256, events)
  if (fault === null) return null
  const seq = Number(/\d+/.exec(fault)?.[0] ?? 1)
  const at = events[seq - 1]?.at ?? state.openedAt
  const words = `时间线的哈希链在第 ${seq} 号事件处断裂：${fault}`
  const about = { id: `${id}/chain`, kind: 'concealed' as const, incidentId: id, title: state.title, drill: state.drill }
  return { ...about, month: monthOf(at), department: null, reason: 'chain', words, at, delayMs: null, seqs: [seq] }
}

interface Told {
  readonly at: Instant
  readonly isReport: boolean
  /** What the rule leaves from the moment of knowing. */
  readonly allowedMs: number
  readonly words: string
}

/** When the matter was reported up, or would be now where that is still owed; where no rule asks for it, when it was opened. */
function whenTold(state: Pick<IncidentState, 'countdowns' | 'stages' | 'openedAt'>, now: Instant): Told {
  const owed = deadlinesOf(state).filter(({ kind, settled }) => kind === 'report-up' && (settled === null || settled.state === 'met'))
  const first = owed[0]
  if (first === undefined) {
    return { at: state.openedAt, isReport: false, allowedMs: 0, words: `${chinaWallTime(state.openedAt)} 本系统才立案` }
  }
  const allowedMs = msBetween(first.countsFrom, first.dueAt)
  const done = owed.flatMap(({ settled }) => (settled === null ? [] : [settled.at])).sort()[0]
  if (done === undefined) return { at: now, isReport: true, allowedMs, words: '至今未上报' }
  return { at: done, isReport: true, allowedMs, words: `${chinaWallTime(done)} 才上报` }
}

export function* knowledgeOf(events: readonly IncidentEvent[]): Generator<Knowledge> {
  const seen = new Set<string>()
  for (const { seq, at, actor, body } of events) {
    if (body.type === 'prior-knowledge-recorded') {
      yield { reason: 'told', unit: body.unit, at: body.knownAt, how: `${body.unit.name}已知：${body.how}`, seq }
    } else if (body.type === 'release-recorded' && body.evidence.publishedAt !== null) {
      const at = latestOf(body.evidence.publishedAt, body.evidence.publishedPrecision)
      yield { reason: 'own-page', unit: null, at, how: `本级页面《${body.evidence.title ?? '无标题'}》已发布`, seq }
    } else if (actor.kind === 'person' && actor.departmentId !== null && actor.roles.includes('handler') && !seen.has(actor.departmentId)) {
      // Its first deed is when it knew at the latest.
      seen.add(actor.departmentId)
      const unit = { id: actor.departmentId, name: nameOf(events, actor.departmentId) }
      yield { reason: 'own-deed', unit, at, how: `${unit.name}已着手办理`, seq }
    }
  }
}

function nameOf(events: readonly IncidentEvent[], id: string): string {
  for (const { body } of events) {
    if (body.type !== 'assigned' && body.type !== 'departments-proposed') continue
    const share = body.departments.find((one) => one.id === id)
    if (share !== undefined) return share.name
  }
  return id
}
