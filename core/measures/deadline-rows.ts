import { deadlinesOf, outcomeOf, type Deadline, type DeadlineOutcome } from '../incident/deadlines.ts'
import type { IncidentEvent } from '../incident/events.ts'
import type { IncidentState } from '../incident/state.ts'
import { chinaWallTime, msBetween, type Instant } from '../instant.ts'
import { leadAt } from './lead-at.ts'
import type { MeasureRow } from './measure-row.ts'
import type { MeasuredIncident } from './measured-incident.ts'
import { monthOf } from './month.ts'

/** A clock that has come to its end: `reason` is its outcome, `countdown` its kind. */
export interface DeadlineRow extends MeasureRow {
  readonly kind: 'deadline'
  readonly reason: DeadlineOutcome
  readonly countdown: Deadline['kind']
}

const outcomeWords = {
  met: '按时完成',
  late: '逾期完成',
  overdue: '逾期未完成',
  running: '进行中',
  waived: '期限内豁免',
  withdrawn: '撤回'
} as const satisfies Record<DeadlineOutcome, string>

/**
 * Every clock of a matter in the month in which it fell due. One that stands for a department is that department's; of the others a
 * report up is the desk's own, the rest are whoever led when it fell due or was done (涉事责任部门是第一责任主体).
 */
export function deadlineRows({ id, state, leads, deadlineSeqs }: MeasuredIncident, now: Instant): DeadlineRow[] {
  return deadlinesOf(state).map((deadline) => {
    const outcome = outcomeOf(deadline, now)
    const end = deadline.settled?.at ?? now
    const judgedAt = end < deadline.dueAt ? end : deadline.dueAt
    const late = outcome === 'late' || outcome === 'overdue'
    return {
      id: `${id}/${deadline.id}`,
      kind: 'deadline',
      month: monthOf(deadline.dueAt),
      department: deadline.department ?? (deadline.kind === 'report-up' ? null : leadAt(leads, judgedAt)),
      incidentId: id,
      title: state.title,
      drill: state.drill,
      reason: outcome,
      countdown: deadline.kind,
      words: `${deadline.words}：时限 ${chinaWallTime(deadline.dueAt)}，${outcomeWords[outcome]}（依据：${deadline.source}）`,
      at: deadline.dueAt,
      delayMs: late ? msBetween(deadline.dueAt, end) : null,
      seqs: deadlineSeqs.get(deadline.id) ?? []
    }
  })
}

/** Places in the timeline that show each clock, by its id. */
export function deadlineSeqsOf(events: readonly IncidentEvent[], state: Pick<IncidentState, 'countdowns' | 'stages'>): Map<string, number[]> {
  return new Map(deadlinesOf(state).map((deadline) => [deadline.id, events.filter(({ body }) => isAbout(body, deadline)).map(({ seq }) => seq)]))
}

function isAbout(body: IncidentEvent['body'], { id, kind }: Deadline): boolean {
  if (body.type === 'countdown-started') return body.rule.kind === kind
  if (body.type === 'countdown-waived' || body.type === 'countdown-withdrawn') return body.kind === kind
  if (body.type === 'stage-started' || body.type === 'stage-met') return body.id === id
  return body.type === 'stages-ended' && body.ids.includes(id)
}
