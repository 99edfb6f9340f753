import type { HealthState, SourceHealth } from './source.ts'

/** A row as the stores keep it, of this version or an older one; `failing` is what `degraded` was called before 2026-11-29. */
export function readHealth(stored: string): SourceHealth {
  const health = JSON.parse(stored) as Omit<SourceHealth, 'state'> & { state: HealthState | 'failing' }
  return { ...health, state: health.state === 'failing' ? 'degraded' : health.state }
}

/** Whether a row may be written over a stored one: not by who held the same lease before the one who wrote that. */
export function mayReplaceHealth(stored: SourceHealth | null, next: SourceHealth): boolean {
  if (stored?.lease === undefined || next.lease === undefined || stored.lease.name !== next.lease.name) return true
  return next.lease.fence >= stored.lease.fence
}
