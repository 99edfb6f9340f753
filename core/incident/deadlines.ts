import { countdownWords, type Settlement } from '../countdown.ts'
import type { Instant } from '../instant.ts'
import { stageName } from './incident-stage.ts'
import { stagesOf } from './stages.ts'
import type { IncidentState } from './state.ts'

/** A clock of an incident, of whichever sort, as far as it was due by a moment. */
export interface Deadline {
  /** That of the staged clock; of a statutory one its kind. */
  readonly id: string
  readonly kind: IncidentState['countdowns'][number]['kind']
  /** `上报·电话报告`, `权威发布`. */
  readonly words: string
  /** Whose reply is counted; null where the clock is nobody's alone. */
  readonly department: { readonly id: string; readonly name: string } | null
  readonly countsFrom: Instant
  readonly dueAt: Instant
  readonly settled: Settlement | null
  readonly source: string
}

/** Every clock that the incident ever had: the statutory ones, then those that go by stages. */
export function deadlinesOf(state: Pick<IncidentState, 'countdowns' | 'stages'>): Deadline[] {
  const statutory = state.countdowns.map(({ kind, rule, anchor, dueAt, settled }, place, all) => ({
    // A kind that was started twice keeps both.
    id: all.findIndex((other) => other.kind === kind) === place ? kind : `${kind}#${place + 1}`,
    kind,
    words: countdownWords[kind],
    department: null,
    countsFrom: anchor.at,
    dueAt,
    settled,
    source: rule.source
  }))
  const staged = stagesOf(state).map((clock) => ({
    id: clock.id,
    kind: clock.kind,
    words: stageName(clock),
    department: clock.department,
    countsFrom: clock.anchor.at,
    dueAt: clock.dueAt,
    settled: clock.settled,
    source: clock.stage.source
  }))
  return [...statutory, ...staged]
}

/**
 * `met` in time; `late`: done after it was due; `overdue`: due and not done, a waiver that came after the deadline too;
 * `running`; `waived` in time; `withdrawn`: nobody owes it any more.
 */
export type DeadlineOutcome = 'met' | 'late' | 'overdue' | 'running' | 'waived' | 'withdrawn'

export function outcomeOf({ dueAt, settled }: Pick<Deadline, 'dueAt' | 'settled'>, now: Instant): DeadlineOutcome {
  if (settled === null) return now > dueAt ? 'overdue' : 'running'
  if (settled.state === 'withdrawn') return 'withdrawn'
  if (settled.at <= dueAt) return settled.state === 'met' ? 'met' : 'waived'
  return settled.state === 'met' ? 'late' : 'overdue'
}
