import { chinaWallTime, type Instant } from '../instant.ts'
import { stepAfter, supervisionWords, type Finding, type SupervisionKind } from '../supervision.ts'
import { deadlinesOf, outcomeOf, type Deadline } from './deadlines.ts'
import { entriesOf } from './draft-supervision.ts'
import { proposeFaulted } from './propose-faulted.ts'
import type { IncidentState } from './state.ts'
import type { SupervisedUnit, SupervisionEntry } from './supervision-entry.ts'

/** What of an incident a proposal rests on. */
export type ProposingState = Pick<IncidentState, 'status' | 'departments' | 'countdowns' | 'stages' | 'supervision' | 'answerDecisions'>

/** What the machine thinks should stand in the ledger. It writes nothing: a person issues it or sets it aside. */
export interface SupervisionProposal {
  readonly id: string
  readonly kind: SupervisionKind
  /** Null where the matter has no unit that leads: a person names it. */
  readonly unit: SupervisedUnit | null
  readonly finding: Finding
  readonly words: string
  /** Clocks that it rests on. */
  readonly clocks: readonly string[]
  /** Numbers of events of the timeline that it rests on. */
  readonly events: readonly number[]
}

/**
 * Late clocks (staged ones, releases, conferences) and answers that people found at fault, where no document of the ledger rests on them,
 * and rectifications that are overdue, which ask for the next step. A proposal that was set aside does not come again.
 */
export function proposeSupervision(state: ProposingState, now: Instant): SupervisionProposal[] {
  if (state.status === 'merged' || state.status === 'dismissed') return []
  const declined = new Set((state.supervision?.declined ?? []).map(({ proposal }) => proposal))
  const used = new Set(entriesOf(state).flatMap(({ status, evidence }) => (status === 'refused' ? [] : clockIds(evidence))))
  const late = deadlinesOf(state).filter((deadline) => isLate(deadline, now) && !used.has(deadline.id))
  const proposed = [...late.map((deadline) => ofDeadline(state, deadline, now)), ...proposeFaulted(state), ...overdueRectifications(state, now)]
  return proposed.filter(({ id }) => !declined.has(id))
}

function isLate(deadline: Deadline, now: Instant): boolean {
  const outcome = outcomeOf(deadline, now)
  return outcome === 'late' || outcome === 'overdue'
}

function clockIds(evidence: SupervisionEntry['evidence']): string[] {
  return evidence.flatMap((one) => (one.kind === 'clock' ? [one.id] : []))
}

function ofDeadline(state: ProposingState, deadline: Deadline, now: Instant): SupervisionProposal {
  const lead = state.departments.find(({ role }) => role === 'lead')
  // Reports go up from the desk, so no department of the matter is late with them by itself.
  const unit = deadline.department ?? (deadline.kind === 'report-up' || lead === undefined ? null : { id: lead.id, name: lead.name })
  const done = outcomeOf(deadline, now) === 'late' ? `，${chinaWallTime(deadline.settled?.at ?? now)} 完成` : '，至今未完成'
  return {
    id: `clock:${deadline.id}`,
    kind: 'reminder',
    unit,
    finding: findingOf(deadline),
    words: `${deadline.words}应于 ${chinaWallTime(deadline.dueAt)} 前完成${done}`,
    clocks: [deadline.id],
    events: []
  }
}

function findingOf({ kind }: Deadline): Finding {
  if (kind === 'report-up') return 'late-reporting'
  return kind === 'department-reply' ? 'poor-handling' : 'improper-response'
}

/** Of each unit the newest document, since a step further answers for those before it. */
function overdueRectifications(state: ProposingState, now: Instant): SupervisionProposal[] {
  const newest = new Map(
    entriesOf(state)
      .filter(({ status }) => status !== 'refused')
      .map((entry) => [entry.unit.id, entry])
  )
  return [...newest.values()]
    .filter(({ rectification, rectifyBy }) => rectification === 'due' && rectifyBy !== null && rectifyBy < now)
    .map((entry) => ({
      id: `rectification:${entry.id}`,
      kind: stepAfter(entry.kind),
      unit: entry.unit,
      finding: entry.finding,
      words: `${supervisionWords[entry.kind]}${entry.number === null ? '' : `（${entry.number.words}）`}要求 ${chinaWallTime(entry.rectifyBy ?? now)} 前整改，尚未报告`,
      clocks: clockIds(entry.evidence),
      events: entry.evidence.flatMap((one) => (one.kind === 'clock' ? [] : [one.seq]))
    }))
}
