import type { Clock } from './clock.ts'
import { addMs, hourMs, minuteMs, msBetween, type Instant } from './instant.ts'
import { quietUntil } from './quiet-hours.ts'
import { expectedArrivals, isRhythmKnown, normalGap } from './rhythm.ts'
import type { HealthState, Source, SourceHealth } from './source.ts'

/** Hours of silence that are normal where neither the configuration nor the past says more. */
export const usualSilenceHours = 48

/** How long a silence is against what is normal: calm, longer than ever, far too long. */
export type Silence = { readonly kind: 'calm' } | { readonly kind: 'long' | 'too-long'; readonly words: string }

/** Silence since the last new item, or since watching began. What the configuration says outweighs what was learnt. */
export function silenceOf(source: Source, health: Pick<SourceHealth, 'rhythm'>, since: Instant, now: Instant): Silence {
  const isWatched = (at: Instant): boolean => quietUntil(source.quietHours, at) === null
  const { rhythm } = health
  if (source.expectedWithinHours === null && rhythm !== undefined && isRhythmKnown(rhythm)) {
    const expected = expectedArrivals(rhythm, since, now, isWatched)
    const normal = normalGap(rhythm)
    const words = `已 ${spoken(since, now)}没有新内容；按以往的节律，这段时间本应来 ${Math.round(expected)} 批，以往最多空 ${Math.round(normal)} 批`
    if (expected > 2 * normal) return { kind: 'too-long', words }
    return expected > normal ? { kind: 'long', words } : { kind: 'calm' }
  }
  const hours = source.expectedWithinHours ?? usualSilenceHours
  return watchedMs(source, since, now) > hours * hourMs ? { kind: 'too-long', words: `超过 ${hours} 小时没有新内容` } : { kind: 'calm' }
}

/** Milliseconds between two moments without the quiet hours, to the quarter of an hour. */
function watchedMs(source: Source, from: Instant, to: Instant): number {
  const whole = msBetween(from, to)
  if (source.quietHours.length === 0 || whole <= 0) return whole
  const stepMs = 15 * minuteMs
  let quiet = 0
  for (let at = Math.max(0, whole - 30 * 24 * hourMs); at < whole; at += stepMs)
    if (quietUntil(source.quietHours, addMs(from, at)) !== null) quiet += Math.min(stepMs, whole - at)
  return whole - quiet
}

function spoken(from: Instant, to: Instant): string {
  const hours = msBetween(from, to) / hourMs
  return hours < 1 ? `${Math.round(hours * 60)} 分钟` : hours < 48 ? `${Math.round(hours)} 小时` : `${Math.round(hours / 24)} 天`
}

/** So many intervals without a visit, and nobody visits any more. */
const missedIntervals = 3
/** Real time that a start, a full machine or a take-over from a dead process may cost. */
const startsWithinMs = 180_000

/**
 * A row as it stands now, and not as it stood after the last visit: a source that is left alone after a failure, or that nobody visits any
 * more, goes blind all the same. `watchingSinceElapsedMs` is since when whoever asks could have seen a visit.
 */
export function healthNow(
  source: Source,
  health: SourceHealth,
  clock: Clock,
  watchingSinceElapsedMs: number,
  isPaused = health.state === 'paused'
): SourceHealth {
  if (!source.enabled) return health.state === 'off' ? health : { ...health, state: 'off' }
  if (isPaused) return health.state === 'paused' ? health : { ...health, state: 'paused' }
  if (health.state === 'off' || health.state === 'paused') return { ...health, state: 'never' }
  if (health.state !== 'ok' && health.state !== 'quiet' && health.state !== 'degraded') return health
  const now = clock.now()
  if (isFailedForLong(source, health, now)) return { ...health, state: 'blind' }
  if (!isVisited(source, health, clock, watchingSinceElapsedMs)) {
    return { ...health, state: 'blind', lastErrorCode: 'not-visited', lastError: '没有采集进程来访问它：请看采集进程是否在运行' }
  }
  return health
}

/** Failed, and an interval later it still has not been read: it was then last seen two intervals ago. */
export function isFailedForLong(source: Source, { failedSince, consecutiveFailures }: SourceHealth, now: Instant): boolean {
  return consecutiveFailures > 0 && failedSince != null && msBetween(failedSince, now) >= source.intervalMinutes * minuteMs
}

function isVisited(
  source: Source,
  { lastTriedAt, triedElapsedMs, paceMinutes, leftAloneUntilElapsedMs }: SourceHealth,
  clock: Clock,
  since: number
): boolean {
  if (lastTriedAt === null || triedElapsedMs === undefined) return true
  const longestMs = Math.max(source.intervalMinutes, source.slowestMinutes ?? 0, paceMinutes ?? 0) * minuteMs * missedIntervals
  const realMs = longestMs / clock.speed + startsWithinMs
  const nowMs = clock.elapsedMs()
  if (nowMs - Math.max(triedElapsedMs, since, leftAloneUntilElapsedMs ?? 0) <= realMs) return true
  const due = addMs(lastTriedAt, longestMs)
  return (quietUntil(source.quietHours, due) ?? due) > clock.now()
}

export const healthWords: Readonly<Record<HealthState, string>> = {
  ok: '正常',
  quiet: '安静（在正常间隔内）',
  degraded: '异常',
  blind: '失明',
  never: '尚未抓取',
  paused: '已暂停',
  off: '已停用'
}

const urgency: Readonly<Record<HealthState, number>> = { blind: 0, degraded: 1, never: 2, quiet: 3, ok: 4, paused: 5, off: 6 }

/** What cannot be seen stands first. */
export function byUrgency(a: HealthState, b: HealthState): number {
  return urgency[a] - urgency[b]
}
