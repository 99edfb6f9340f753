import { ConflictError, InvalidInputError } from '../../core/errors.ts'
import { farthestTryMs, type Notice, type NoticeRow } from '../../core/notice.ts'
import type { ClaimedNotice, NoticeOutcome, NoticeStore } from '../../core/ports.ts'
import { asJsonList, type Connection } from './connection.ts'
import type { waitingNoticeWrites } from './waiting-notices.ts'
import type { WorkerClient } from './worker-client.ts'

/** A crashed holder must not keep a notice from its reader for longer. */
const maxLeaseMs = 30_000

type ClaimOptions = Parameters<NoticeStore['claim']>[0]
type ListFilter = Parameters<NoticeStore['list']>[0]
type Counts = Awaited<ReturnType<NoticeStore['counts']>>

/** The columns that a `NoticeRow` is read from, and the fence. */
export interface StoredNotice {
  readonly notice: string
  readonly state: NoticeRow['state']
  readonly attempts: number
  readonly possible_duplicate: number
  readonly next_try_ms: number | null
  readonly handed_ms: number | null
  readonly settled_at: string | null
  readonly detail: string | null
  readonly fence: number
}

export const noticeWrites = {
  requestNotices: (connection: Connection, { notices }: { notices: readonly Notice[] }): string[] =>
    notices
      .filter(
        (notice) =>
          connection.run(
            `INSERT INTO notices (id, subject_id, channel, state, notice) VALUES (?, ?, ?, 'queued', ?) ON CONFLICT DO NOTHING`,
            notice.id,
            notice.subject.id,
            notice.channel,
            JSON.stringify(notice)
          ) > 0
      )
      .map((notice) => notice.id),

  /** A lease that ends later than any could was made before the clock was set back: it counts as run out; so does a wait for the next try. */
  claimNotices: (connection: Connection, { holder, channels, nowElapsedMs, leaseMs, limit }: ClaimOptions): ClaimedNotice[] =>
    connection
      .all<StoredNotice>(
        `UPDATE notices SET
         state = 'sending', attempts = attempts + 1, fence = fence + 1, holder = ?1, lease_until_ms = ?2 + ?3,
         possible_duplicate = max(possible_duplicate, state = 'sending')
       WHERE seq IN (
         SELECT seq FROM notices
         WHERE state IN ('queued', 'sending') AND channel IN (SELECT value FROM json_each(?4)) AND CASE state
           WHEN 'queued' THEN next_try_ms IS NULL OR next_try_ms <= ?2 OR next_try_ms > ?2 + ?7
           ELSE lease_until_ms <= ?2 OR lease_until_ms > ?2 + ?5 END
         ORDER BY seq LIMIT ?6)
       RETURNING *`,
        holder,
        nowElapsedMs,
        leaseMs,
        asJsonList(channels),
        maxLeaseMs,
        limit,
        farthestTryMs
      )
      .map((row) => ({ row: noticeRow(row), fence: row.fence }))
      .sort((a, b) => (a.row.notice.requestedAt < b.row.notice.requestedAt ? -1 : 1)),

  settleNotice: (connection: Connection, { id, fence, outcome }: { id: string; fence: number; outcome: NoticeOutcome }): null => {
    const of = [id, fence] as const
    if (settle(connection, of, outcome) === 0) throw new ConflictError(`notice ${id}: another holder has it`, { metadata: { id, fence } })
    return null
  }
}

function settle(connection: Connection, of: readonly [string, number], outcome: NoticeOutcome): number {
  const held = `WHERE id = ? AND fence = ? AND state = 'sending'`
  const freed = 'holder = NULL, lease_until_ms = NULL'
  switch (outcome.state) {
    case 'delivered':
      return connection.run(
        `UPDATE notices SET state = 'delivered', detail = ?, handed_ms = coalesce(handed_ms, ?), settled_at = ?, next_try_ms = NULL, ${freed} ${held}`,
        outcome.receipt,
        outcome.handedElapsedMs,
        outcome.at,
        ...of
      )
    case 'queued':
      return connection.run(
        `UPDATE notices SET state = 'queued', detail = ?, next_try_ms = ?, possible_duplicate = max(possible_duplicate, ?), ${freed} ${held}`,
        outcome.reason,
        outcome.nextTryElapsedMs,
        outcome.possibleDuplicate ? 1 : 0,
        ...of
      )
    case 'dead':
      return connection.run(
        `UPDATE notices SET state = 'dead', detail = ?, settled_at = ?, next_try_ms = NULL, ${freed} ${held}`,
        outcome.reason,
        outcome.at,
        ...of
      )
  }
}

export const noticeReads = {
  getNotice: (connection: Connection, { id }: { id: string }): NoticeRow | null => {
    const row = connection.get<StoredNotice>('SELECT * FROM notices WHERE id = ?', id)
    return row === undefined ? null : noticeRow(row)
  },

  /** Newest first. */
  listNotices: (connection: Connection, filter: ListFilter): NoticeRow[] =>
    connection
      .all<StoredNotice>(
        `SELECT * FROM notices WHERE (?1 IS NULL OR subject_id = ?1) AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR channel = ?3)
       ORDER BY seq DESC LIMIT ?4`,
        filter.subjectId ?? null,
        filter.state ?? null,
        filter.channel ?? null,
        filter.limit
      )
      .map(noticeRow),

  countNotices: (connection: Connection): Counts => {
    const counts = connection.get<Counts>(
      `SELECT count(*) AS requested, count(*) FILTER (WHERE state = 'delivered') AS delivered, count(*) FILTER (WHERE state = 'dead') AS dead,
       count(*) FILTER (WHERE possible_duplicate = 1) AS possibleDuplicates FROM notices`
    )
    if (counts === undefined) throw new Error('a count has no row')
    return counts
  }
}

export function noticeRow(row: StoredNotice): NoticeRow {
  return {
    notice: JSON.parse(row.notice) as Notice,
    state: row.state,
    attempts: row.attempts,
    possibleDuplicate: row.possible_duplicate === 1,
    nextTryElapsedMs: row.next_try_ms,
    handedElapsedMs: row.handed_ms,
    settledAt: row.settled_at as NoticeRow['settledAt'],
    detail: row.detail
  }
}

export function createNoticeStore(writer: WorkerClient, reader: WorkerClient): NoticeStore {
  const write = writer.caller<typeof noticeWrites & typeof waitingNoticeWrites>()
  const read = reader.caller<typeof noticeReads>()
  return {
    request: async (notices) => (notices.length === 0 ? [] : write('requestNotices', { notices })),
    async claim(options) {
      if (!(options.leaseMs > 0 && options.leaseMs <= maxLeaseMs)) throw new InvalidInputError(`a notice lease lasts at most ${maxLeaseMs} ms`)
      return write('claimNotices', options)
    },
    async settle(id, fence, outcome) {
      await write('settleNotice', { id, fence, outcome })
    },
    async hold(id, fence, waiting) {
      await write('holdNotice', { id, fence, waiting })
    },
    async release(ids, to) {
      if (ids.length > 0) await write('releaseNotices', { ids, to })
    },
    get: (id) => read('getNotice', { id }),
    list: (filter) => read('listNotices', filter),
    counts: () => read('countNotices', undefined)
  }
}
