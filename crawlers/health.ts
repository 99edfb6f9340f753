import type { FetchFaultClass } from '../core/fetch-fault-class.ts'
import type { Instant } from '../core/instant.ts'
import { learnRhythm, noRhythm } from '../core/rhythm.ts'
import { isFailedForLong, silenceOf } from '../core/source-state.ts'
import type { Coverage, HealthState, Source, SourceHealth } from '../core/source.ts'
import { nextPace } from './schedule.ts'

interface Ended {
  readonly at: Instant
  /** Real milliseconds. */
  readonly atElapsedMs: number
  readonly mentions: number
}

/** How a visit ended. */
export type Outcome =
  | (Ended & {
      readonly kind: 'read'
      readonly fetched: number
      readonly parsed: number
      readonly fresh: number
      /** Nothing was parsed, and a list said that it has not changed: what it had it still has. */
      readonly unchanged: boolean
      readonly coverage: Coverage
    })
  | (Ended & {
      readonly kind: 'failed'
      readonly code: string
      readonly message: string
      readonly faultClass: FetchFaultClass | null
      /** Real moment before which it wants to be left alone. */
      readonly leftAloneUntilElapsedMs: number | null
    })

type Read = Extract<Outcome, { kind: 'read' }>
type Failed = Extract<Outcome, { kind: 'failed' }>

/** That many failures in a row and nobody sees through the source any more. */
const failuresUntilBlind = 3
/** What no further try mends: a person has to act. */
const blindAtOnce = new Set(['sign-in-expired', 'robots-disallowed', 'fetch-refused-address', 'no-browser'])

/**
 * Health after a visit. ok: it brought something new; quiet: it was read, and its silence is within its rhythm; degraded: it could not be
 * read, or it is more silent than ever; blind: not for the third time or for an interval, or for a reason that only people mend, or its
 * silence is longer than it ever should be. `watchedSince` is where silence begins that was never broken.
 */
export function afterVisit(before: SourceHealth, source: Source, outcome: Outcome, watchedSince: Instant): SourceHealth {
  if (outcome.kind === 'failed') return afterFailure(before, source, outcome, watchedSince)
  const lost = lostYield(before, outcome)
  return lost === null ? afterReading(before, source, outcome, watchedSince) : afterFailure(before, source, lost, watchedSince)
}

function afterFailure(before: SourceHealth, source: Source, outcome: Failed, watchedSince: Instant): SourceHealth {
  const failed: SourceHealth = {
    ...before,
    state: 'degraded',
    lastTriedAt: outcome.at,
    triedElapsedMs: outcome.atElapsedMs,
    lastNewAt: outcome.mentions > 0 ? outcome.at : before.lastNewAt,
    consecutiveFailures: before.consecutiveFailures + 1,
    failedSince: before.consecutiveFailures === 0 ? outcome.at : (before.failedSince ?? outcome.at),
    leftAloneUntilElapsedMs: outcome.leftAloneUntilElapsedMs,
    lastError: outcome.message,
    lastErrorCode: outcome.code,
    faultClass: outcome.faultClass,
    fetched: 0,
    parsed: 0,
    mentionsTotal: before.mentionsTotal + outcome.mentions
  }
  const isBlind =
    failed.consecutiveFailures >= failuresUntilBlind ||
    blindAtOnce.has(outcome.code) ||
    isFailedForLong(source, failed, outcome.at) ||
    silenceOf(source, failed, failed.lastNewAt ?? watchedSince, outcome.at).kind === 'too-long'
  return isBlind ? { ...failed, state: 'blind' } : failed
}

function afterReading(before: SourceHealth, source: Source, outcome: Read, watchedSince: Instant): SourceHealth {
  const isNew = outcome.fresh > 0
  const lastNewAt = isNew ? outcome.at : before.lastNewAt
  const rhythm = learnRhythm(before.rhythm ?? noRhythm, {
    // After a failure nobody knows when what is there now came.
    before: before.consecutiveFailures === 0 ? before.lastTriedAt : null,
    at: outcome.at,
    lastNewAt: before.lastNewAt,
    isNew
  })
  const stored = before.mentionsTotal + outcome.mentions
  // What is pushed to us is stored elsewhere.
  if (stored === 0 && source.crawler !== 'ingest' && outcome.parsed > 0 && !outcome.unchanged)
    return { ...afterFailure(before, source, nothingStored(outcome), watchedSince), fetched: outcome.fetched, parsed: outcome.parsed }
  const silence = isNew ? { kind: 'calm' as const } : silenceOf(source, { rhythm }, lastNewAt ?? watchedSince, outcome.at)
  const states = { calm: isNew ? 'ok' : 'quiet', long: 'degraded', 'too-long': 'blind' } as const satisfies Record<typeof silence.kind, HealthState>
  return {
    ...before,
    state: states[silence.kind],
    lastTriedAt: outcome.at,
    triedElapsedMs: outcome.atElapsedMs,
    lastOkAt: outcome.at,
    lastNewAt,
    consecutiveFailures: 0,
    failedSince: null,
    leftAloneUntilElapsedMs: null,
    lastError: silence.kind === 'calm' ? null : silence.words,
    lastErrorCode: silence.kind === 'calm' ? null : 'silent',
    faultClass: null,
    fetched: outcome.fetched,
    parsed: outcome.parsed,
    mentionsTotal: stored,
    paceMinutes: nextPace(source, before, isNew),
    usualYield: learnYield(before.usualYield, outcome),
    coverage: outcome.coverage,
    rhythm
  }
}

/** A list that is read and of which nothing ever came into the store is watched in name only. */
function nothingStored({ parsed, at, atElapsedMs, mentions }: Read): Failed {
  return {
    kind: 'failed',
    at,
    atElapsedMs,
    mentions,
    code: 'nothing-stored',
    message: `清单读出 ${parsed} 条，但这个源从未存下一条信息：请看死信，或用 source test 试一次`,
    faultClass: null,
    leftAloneUntilElapsedMs: null
  }
}

type UsualYield = NonNullable<SourceHealth['usualYield']>

/** Visits from which on the usual yield is known, and how seldom a source must have been empty for emptiness to mean something. */
const yieldKnownFrom = 5
const seldom = 0.05
const newest = 0.1

function learnYield(usual: UsualYield | undefined, { parsed, unchanged }: Read): UsualYield {
  const known = usual ?? { visits: 0, parsed: 0, emptyShare: 0 }
  if (unchanged) return known
  const weight = Math.max(newest, 1 / (known.visits + 1))
  const round = (value: number): number => Math.round(value * 100) / 100
  return {
    visits: known.visits + 1,
    parsed: parsed === 0 ? known.parsed : round(known.parsed === 0 ? parsed : known.parsed + weight * (parsed - known.parsed)),
    emptyShare: round(known.emptyShare + weight * ((parsed === 0 ? 1 : 0) - known.emptyShare))
  }
}

/** A source that always had items and now has none has another layout, not a quiet day: a list keeps its old items. Null: no such loss. */
function lostYield({ usualYield }: SourceHealth, { fetched, parsed, mentions, unchanged, at, atElapsedMs }: Read): Failed | null {
  if (fetched === 0 || parsed > 0 || mentions > 0 || unchanged || usualYield === undefined) return null
  if (usualYield.visits < yieldKnownFrom || usualYield.parsed < 1 || usualYield.emptyShare > seldom) return null
  return {
    kind: 'failed',
    at,
    atElapsedMs,
    mentions,
    code: 'nothing-parsed',
    message: `版面已变：页面打开了，但一条也读不出；以往每次约 ${Math.round(usualYield.parsed)} 条`,
    faultClass: 'changed-layout',
    leftAloneUntilElapsedMs: null
  }
}
