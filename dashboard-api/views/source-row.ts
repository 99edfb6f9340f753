import { fetchFaultClassWords } from '../../core/fetch-fault-class.ts'
import { neverVisited } from '../../core/never-visited.ts'
import { isRhythmKnown } from '../../core/rhythm.ts'
import { sourceKindWords } from '../../core/search-fields.ts'
import { byUrgency, healthWords, usualSilenceHours } from '../../core/source-state.ts'
import { stateOf } from '../../core/source-tally.ts'
import type { Source, SourceHealth } from '../../core/source.ts'
import type { SourceRow } from '../contract.ts'

/** A source with its health; one that was never tried says so. */
export function sourceRow(source: Source, health: SourceHealth | null): SourceRow {
  const { id, name, kind, url, enabled, intervalMinutes, expectedWithinHours } = source
  const known = health ?? neverVisited(id)
  const state = stateOf(source, health)
  return {
    id,
    name,
    kind,
    kindWords: sourceKindWords[kind],
    url,
    enabled,
    intervalMinutes,
    expectedWithinHours,
    normalSilence: normalSilence(source, health),
    paceMinutes: known.paceMinutes ?? intervalMinutes,
    state,
    stateWords: healthWords[state],
    lastTriedAt: known.lastTriedAt,
    lastOkAt: known.lastOkAt,
    lastNewAt: known.lastNewAt,
    consecutiveFailures: known.consecutiveFailures,
    lastError: known.lastError,
    lastErrorCode: known.lastErrorCode,
    faultWords: known.faultClass == null ? null : fetchFaultClassWords(known.faultClass),
    fetched: known.fetched,
    parsed: known.parsed,
    usuallyParsed: known.usualYield === undefined || known.usualYield.parsed === 0 ? null : known.usualYield.parsed,
    coverage: known.coverage ?? null,
    mentionsTotal: known.mentionsTotal
  }
}

function normalSilence({ expectedWithinHours }: Source, health: SourceHealth | null): string {
  if (expectedWithinHours !== null) return `${expectedWithinHours} 小时内`
  if (health?.rhythm !== undefined && isRhythmKnown(health.rhythm)) return '按学得的节律'
  return `${usualSilenceHours} 小时内，节律学习中`
}

export function worstFirstOrder(a: SourceRow, b: SourceRow): number {
  return byUrgency(a.state, b.state) || (a.id < b.id ? -1 : 1)
}
