import type { Instant } from '../instant.ts'
import { runningStages } from './stages.ts'
import type { IncidentState } from './state.ts'

/** The earliest deadline that still runs, statutory or by stages; null for none. */
export function nextDueAt(state: Pick<IncidentState, 'countdowns' | 'stages'>): Instant | null {
  const statutory = state.countdowns.filter(({ settled }) => settled === null)
  return [...statutory, ...runningStages(state)].map(({ dueAt }) => dueAt).sort()[0] ?? null
}
