import type { HealthState, Source, SourceHealth } from './source.ts'

/** How many sources are in each state. */
type SourceStates = Readonly<Record<HealthState, number>>

/** What a person is told of how much is seen: the same figures on every screen. */
export interface SourceTally {
  /** Those that are to be visited: neither paused nor switched off. */
  readonly watched: number
  /** Read within its time, whether it brought something new or not. */
  readonly seen: number
  readonly unsteady: number
  readonly blind: number
  readonly never: number
  readonly paused: number
}

/** A source that nobody visited has no row. */
export function stateOf(source: Pick<Source, 'enabled'>, health: Pick<SourceHealth, 'state'> | null | undefined): HealthState {
  return source.enabled ? (health?.state ?? 'never') : 'off'
}

export function countStates(states: Iterable<HealthState>): SourceStates {
  const counts: Record<HealthState, number> = { ok: 0, quiet: 0, degraded: 0, blind: 0, never: 0, paused: 0, off: 0 }
  for (const state of states) counts[state]++
  return counts
}

/** The states of the configured sources, each once. */
export function sourceStates(sources: readonly Source[], rows: readonly SourceHealth[]): SourceStates {
  const byId = new Map(rows.map((row) => [row.sourceId, row]))
  return countStates(sources.map((source) => stateOf(source, byId.get(source.id))))
}

export function isSeen(state: HealthState): boolean {
  return state === 'ok' || state === 'quiet'
}

/** Neither paused nor switched off. */
export function isWatched(state: HealthState): boolean {
  return state !== 'paused' && state !== 'off'
}

export function tallyOf({ ok, quiet, degraded, blind, never, paused }: SourceStates): SourceTally {
  const seen = ok + quiet
  return { watched: seen + degraded + blind + never, seen, unsteady: degraded, blind, never, paused }
}
