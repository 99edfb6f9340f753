import { dayMs, hourMs, msOf, type Instant, type Precision } from '../core/instant.ts'

/** Times as a wall in China shows them, whatever zone the browser is in. */
interface WallTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly clock: string
  readonly seconds: string
  /** Days since 1970 at +08:00. */
  readonly dayNumber: number
}

function wallTime(ms: number): WallTime {
  const shifted = ms + 8 * hourMs
  const date = new Date(shifted)
  const iso = date.toISOString()
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    clock: iso.slice(11, 16),
    seconds: iso.slice(11, 19),
    dayNumber: Math.floor(shifted / dayMs)
  }
}

function dayWords(at: WallTime, now: WallTime): string {
  const near = new Map([
    [-2, '前天'],
    [-1, '昨天'],
    [0, '今天'],
    [1, '明天'],
    [2, '后天']
  ]).get(at.dayNumber - now.dayNumber)
  if (near !== undefined) return near
  return at.year === now.year ? `${at.month}月${at.day}日` : `${at.year}年${at.month}月${at.day}日`
}

/** `14:03 今天`; a moment known only to the day says so and shows no hour. */
export function shortTime(instant: Instant, nowMs: number, precision: Precision | null = null): string {
  const at = wallTime(msOf(instant))
  const day = dayWords(at, wallTime(nowMs))
  if (precision === 'day') return `${day}（时刻不详）`
  return precision === 'hour' ? `约 ${at.clock.slice(0, 2)} 时 ${day}` : `${at.clock} ${day}`
}

/** `今天 13:15 前`. */
export function deadlineTime(instant: Instant, nowMs: number): string {
  const at = wallTime(msOf(instant))
  return `${dayWords(at, wallTime(nowMs))} ${at.clock} 前`
}

/** `2026-11-24 14:03:05 北京时间`, for hover and for print. */
export function fullTime(instant: Instant): string {
  const at = wallTime(msOf(instant))
  return `${at.year}-${pad(at.month)}-${pad(at.day)} ${at.seconds} 北京时间`
}

export function clockOfDay(ms: number): string {
  return wallTime(ms).seconds
}

/** `4:12:07`; hours are not folded into days, since deadlines are named in hours. */
export function duration(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000)
  return `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`
}

/** `4 小时 12 分`, as one says it. */
export function spokenDuration(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / 60_000)
  const hours = Math.floor(minutes / 60)
  return hours === 0 ? `${minutes} 分` : `${hours} 小时 ${minutes % 60} 分`
}

/** The value of a datetime-local field, read as Beijing time; null when it is empty or no time. */
export function instantOfField(value: string): Instant | null {
  const ms = Date.parse(`${value}:00.000+08:00`)
  return Number.isNaN(ms) ? null : (new Date(ms).toISOString() as Instant)
}

/** A civil moment as the value of a datetime-local field in Beijing time. */
export function fieldOfMs(ms: number): string {
  return new Date(ms + 8 * hourMs).toISOString().slice(0, 16)
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
