import { farthestTryMs } from '../../core/notice-row.ts'
import type { NoticeStore } from '../../core/ports.ts'
import { sendBulk } from './bulk.ts'
import type { Documents } from './documents.ts'
import { farthestEndMs } from './lease-time.ts'
import type { HeldNotice, NoticeSource } from './notice-source.ts'
import type { StoreDeps } from './open.ts'
import type { Query } from './search-pages.ts'

/** Each search that follows a refresh shows fewer rows that others took before; after so many the next poll goes on. */
const mostSearches = 5

type ClaimOptions = Parameters<NoticeStore['claim']>[0]

/**
 * Due rows, oldest first, each taken by compare-and-set on the very state that was found: of two who take the same row at once
 * one is refused and passes it over.
 */
export async function claimNotices(deps: StoreDeps, documents: Documents<NoticeSource>, options: ClaimOptions): Promise<readonly HeldNotice[]> {
  const query = dueQuery(options)
  for (let searches = 0; searches < mostSearches; searches++) {
    const due = await documents.search({ query, sort: [{ arrival: 'asc' }, { id: 'asc' }], limit: options.limit })
    if (due.length === 0) return []
    const begunAt = performance.now()
    const taken = await takeAll(deps, documents, due, options)
    if (performance.now() - begunAt > options.leaseMs / 2) {
      // Too little of the lease is left to send anything. The rows come back when it ends.
      deps.logger.warn({ rows: taken.length, tookMs: Math.round(performance.now() - begunAt) }, 'notices were claimed too slowly to be sent')
      return []
    }
    if (taken.length > 0) return taken
  }
  return []
}

function dueQuery({ channels, nowElapsedMs }: ClaimOptions): Query {
  const waits = {
    bool: { filter: [{ term: { state: 'queued' } }], must_not: [{ range: { nextTryMs: { gt: nowElapsedMs, lte: nowElapsedMs + farthestTryMs } } }] }
  }
  const ranOut = {
    bool: {
      filter: [{ term: { state: 'sending' } }],
      must_not: [{ range: { leaseUntilMs: { gt: nowElapsedMs, lte: nowElapsedMs + farthestEndMs } } }]
    }
  }
  return { bool: { filter: [{ terms: { channel: [...channels] } }, { bool: { should: [waits, ranOut], minimum_should_match: 1 } }] } }
}

/** Sent once and not again: a write that waits for the server outlives its lease. */
async function takeAll(
  { client }: StoreDeps,
  documents: Documents<NoticeSource>,
  due: readonly HeldNotice[],
  { holder, nowElapsedMs, leaseMs }: ClaimOptions
): Promise<HeldNotice[]> {
  const rows = due.map(({ source }): NoticeSource => ({
    ...source,
    state: 'sending',
    attempts: source.attempts + 1,
    fence: source.fence + 1,
    possibleDuplicate: source.possibleDuplicate || source.state === 'sending',
    holder,
    leaseUntilMs: nowElapsedMs + leaseMs
  }))
  const outcomes = await sendBulk(
    client,
    due.map(({ id, seqNo, primaryTerm }, index) => ({
      action: { index: { _index: documents.index, _id: id, if_seq_no: seqNo, if_primary_term: primaryTerm } },
      document: { ...rows[index] }
    }))
  )
  return rows.flatMap((source, index) => {
    const outcome = outcomes[index]
    return outcome?.kind === 'done' ? [{ id: source.id, source, seqNo: outcome.seqNo, primaryTerm: outcome.primaryTerm }] : []
  })
}
