import { addMs, minuteMs, type Instant } from '../core/instant.ts'
import { quietUntil } from '../core/quiet-hours.ts'
import type { Source, SourceHealth } from '../core/source.ts'

/** A failing source is asked more and more seldom, up to this many intervals apart. */
const longestStretch = 8
/** After a first failure it is asked sooner: one lost packet is soon forgotten, and a blind source is known within two intervals. */
const secondLook = 0.5
/**
 * A visit is up to this share of its interval early. Sources that came due together would stay together, each hold-up would gather more
 * of them, and in the end all would be asked at one moment.
 */
const mostEarly = 0.1

/**
 * The civil moment of the next visit. Counted from the last try, so that a restart neither repeats nor skips one; a source never
 * tried is due at once. Quiet hours are waited for.
 */
export function nextVisitAt(source: Source, health: SourceHealth | null, now: Instant): Instant {
  const due = dueAt(source, health, now)
  return source.quietHours.length === 0 ? due : (quietUntil(source.quietHours, due > now ? due : now) ?? due)
}

function dueAt(source: Source, health: SourceHealth | null, now: Instant): Instant {
  if (health === null || health.lastTriedAt === null) return now
  // A clock that was set back, or a new drill, must not leave a source waiting for a past future.
  if (health.lastTriedAt > now) return now
  const failures = health.consecutiveFailures
  if (failures === 0) {
    const early = mostEarly * shareOf(source.id + health.lastTriedAt)
    return addMs(health.lastTriedAt, Math.round(paceMinutesOf(source, health) * minuteMs * (1 - early)))
  }
  const stretch = failures <= 2 ? secondLook : Math.min(longestStretch, 2 ** Math.min(10, failures - 2))
  return addMs(health.lastTriedAt, source.intervalMinutes * minuteMs * stretch)
}

/** A number from 0 to 1 that looks drawn by lot and is the same for the same text (FNV-1a). */
function shareOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0) / 2 ** 32
}

export function isDue(source: Source, health: SourceHealth | null, now: Instant): boolean {
  return source.enabled && nextVisitAt(source, health, now) <= now
}

const faster = 0.7
const slower = 1.15

/** The pace after a visit that read the source: quicker while there is news, slower while there is none, within its bounds. */
export function nextPace(source: Source, health: SourceHealth, isNew: boolean): number {
  return withinBounds(source, paceMinutesOf(source, health) * (isNew ? faster : slower))
}

/** Minutes between visits as the pace stands; the configured interval at first. */
function paceMinutesOf(source: Source, health: SourceHealth): number {
  return withinBounds(source, health.paceMinutes ?? source.intervalMinutes)
}

function withinBounds(source: Source, minutes: number): number {
  const fastest = source.fastestMinutes ?? source.intervalMinutes / 2
  const slowest = source.slowestMinutes ?? source.intervalMinutes
  return Math.round(Math.min(Math.max(minutes, fastest), Math.max(slowest, fastest)) * 100) / 100
}
