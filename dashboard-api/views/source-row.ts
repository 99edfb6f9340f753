import { sourceKindWords } from '../../core/search-fields.ts'
import type { Source, SourceHealth } from '../../core/source.ts'
import type { SourceRow } from '../contract.ts'
import { healthWords } from './words.ts'

/** A source with its health; one that was never tried says so. */
export function sourceRow({ id, name, kind, url, enabled, intervalMinutes, expectedWithinHours }: Source, health: SourceHealth | null): SourceRow {
  const { sourceId: _, ...known } = health ?? neverTried
  return {
    id,
    name,
    kind,
    kindWords: sourceKindWords[kind],
    url,
    enabled,
    intervalMinutes,
    expectedWithinHours,
    ...known,
    stateWords: healthWords[known.state]
  }
}

const neverTried: SourceHealth = {
  sourceId: '',
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

const worstFirst = ['blind', 'failing', 'never', 'quiet', 'ok']

export function worstFirstOrder(a: SourceRow, b: SourceRow): number {
  return worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state) || (a.id < b.id ? -1 : 1)
}
