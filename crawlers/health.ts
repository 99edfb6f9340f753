import { addMs, hourMs, type Instant } from '../core/instant.ts'
import type { Source, SourceHealth } from '../core/source.ts'

/** How a visit ended. */
export type Outcome =
  | {
      readonly kind: 'read'
      readonly at: Instant
      readonly fetched: number
      readonly parsed: number
      readonly fresh: number
      readonly mentions: number
    }
  | { readonly kind: 'failed'; readonly at: Instant; readonly code: string; readonly message: string; readonly mentions: number }

/** That many failures in a row and nobody sees through the source any more. */
const failuresUntilBlind = 3
/** What no further try mends: a person has to act. */
const blindAtOnce = new Set(['sign-in-expired', 'robots-disallowed', 'fetch-refused-address'])

export function neverVisited(sourceId: string): SourceHealth {
  return {
    sourceId,
    state: 'never',
    lastTriedAt: null,
    lastOkAt: null,
    lastNewAt: null,
    consecutiveFailures: 0,
    lastError: null,
    lastErrorCode: null,
    fetched: 0,
    parsed: 0,
    mentionsTotal: 0
  }
}

/**
 * Health after a visit. ok: it brought something new; quiet: it was read, and its silence is within its rhythm; failing: it could not be
 * read; blind: not for the third time, or for a reason that only people mend, or its silence is longer than it ever should be.
 * `watchedSince` is where silence begins that was never broken.
 */
export function afterVisit(before: SourceHealth, source: Source, outcome: Outcome, watchedSince: Instant): SourceHealth {
  const mentionsTotal = before.mentionsTotal + outcome.mentions
  if (outcome.kind === 'failed') {
    const consecutiveFailures = before.consecutiveFailures + 1
    const lastNewAt = outcome.mentions > 0 ? outcome.at : before.lastNewAt
    const isBlind =
      consecutiveFailures >= failuresUntilBlind || blindAtOnce.has(outcome.code) || isSilent(source, lastNewAt ?? watchedSince, outcome.at)
    return {
      ...before,
      state: isBlind ? 'blind' : 'failing',
      lastTriedAt: outcome.at,
      lastNewAt,
      consecutiveFailures,
      lastError: outcome.message,
      lastErrorCode: outcome.code,
      fetched: 0,
      parsed: 0,
      mentionsTotal
    }
  }
  const lastNewAt = outcome.fresh > 0 ? outcome.at : before.lastNewAt
  const state = outcome.fresh > 0 ? 'ok' : isSilent(source, lastNewAt ?? watchedSince, outcome.at) ? 'blind' : 'quiet'
  const silent = state === 'blind' ? `超过 ${source.expectedWithinHours} 小时没有新内容` : null
  return {
    ...before,
    state,
    lastTriedAt: outcome.at,
    lastOkAt: outcome.at,
    lastNewAt,
    consecutiveFailures: 0,
    lastError: silent,
    lastErrorCode: silent === null ? null : 'silent',
    fetched: outcome.fetched,
    parsed: outcome.parsed,
    mentionsTotal
  }
}

function isSilent(source: Source, since: Instant, now: Instant): boolean {
  return addMs(since, source.expectedWithinHours * hourMs) < now
}
