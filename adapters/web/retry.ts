import { randomInt } from 'node:crypto'
import type { Clock } from '../../core/clock.ts'
import { msOf } from '../../core/instant.ts'
import { RateLimitedError } from './errors.ts'

/** Milliseconds that a Retry-After header asks for: seconds or an HTTP date; null when it is absent or unreadable. */
export function readRetryAfterMs(header: string | null, clock: Clock): number | null {
  if (header === null) return null
  const text = header.trim()
  if (/^\d{1,7}$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - msOf(clock.now()))
}

/** Doubling back-off with full jitter (half of it fixed), so that many failed requests do not come back together. */
export function backOffMs(baseMs: number, tries: number): number {
  const whole = Math.min(baseMs * 2 ** tries, 60_000)
  return Math.round(whole / 2 + randomInt(Math.max(1, Math.ceil(whole / 2))))
}

/** How long to wait before a failed request is tried again; what the server asked for outweighs our own back-off. */
export function waitBeforeRetryMs(error: unknown, baseMs: number, tries: number): number {
  const asked = error instanceof RateLimitedError ? error.retryAfterMs : null
  return Math.max(asked ?? 0, backOffMs(baseMs, tries))
}
