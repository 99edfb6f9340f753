import { addMs, minuteMs, type Instant } from '../core/instant.ts'
import type { Source, SourceHealth } from '../core/source.ts'

/** A failing source is asked more and more seldom, up to this many intervals apart. */
const longestStretch = 8

/**
 * The civil moment of the next visit. Counted from the last try, so that a restart neither repeats nor skips one; a source never
 * tried is due at once.
 */
export function nextVisitAt(source: Source, health: SourceHealth | null, now: Instant): Instant {
  if (health === null || health.lastTriedAt === null) return now
  // A clock that was set back, or a new drill, must not leave a source waiting for a past future.
  if (health.lastTriedAt > now) return now
  const stretch = Math.min(longestStretch, 2 ** Math.min(10, Math.max(0, health.consecutiveFailures - 1)))
  return addMs(health.lastTriedAt, source.intervalMinutes * minuteMs * stretch)
}

export function isDue(source: Source, health: SourceHealth | null, now: Instant): boolean {
  return source.enabled && nextVisitAt(source, health, now) <= now
}
