import type { SourceHealth } from './source.ts'

/** What is known of a source before anybody visited it. */
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
