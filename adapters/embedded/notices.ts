import { ConflictError, InvalidInputError } from '../../core/errors.ts'
import type { Notice, NoticeRow } from '../../core/notice.ts'
import { advancedRow, farthestTryMs, requestedRow, settledRow } from '../../core/notice-row.ts'
import type { Mark, NoticeMarks, ProvenStage } from '../../core/notice-stage.ts'
import type { ClaimedNotice, NoticeCounts, NoticeOutcome, NoticeStore } from '../../core/ports.ts'
import { atLeast, provenStages } from '../../core/proven-stages.ts'
import { asJsonList, type Connection } from './connection.ts'
import type { waitingNoticeWrites } from './waiting-notices.ts'
import type { WorkerClient } from './worker-client.ts'

/** A crashed holder must not keep a notice from its reader for longer. */
const maxLeaseMs = 30_000

type ClaimOptions = Parameters<NoticeStore['claim']>[0]
type ListFilter = Parameters<NoticeStore['list']>[0]

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
  readonly marks: string
  readonly step_up_at: string | null
  readonly fence: number
}

export const noticeWrites = {
  requestNotices: (connection: Connection, { notices }: { notices: readonly Notice[] }): string[] =>
    notices
      .filter(
        (notice) =>
          connection.run(
            `INSERT INTO notices (id, subject_id, channel, state, step_up_at, notice) VALUES (?, ?, ?, 'queued', ?, ?) ON CONFLICT DO NOTHING`,
            notice.id,
            notice.subject.id,
            notice.channel,
            requestedRow(notice).stepUpAt,
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

  /** @throws ConflictError when another holder has it */
  settleNotice: (connection: Connection, { id, fence, outcome }: { id: string; fence: number; outcome: NoticeOutcome }): null => {
    const held = connection.get<StoredNotice>(`SELECT * FROM notices WHERE id = ? AND fence = ? AND state = 'sending'`, id, fence)
    if (held === undefined) throw new ConflictError(`notice ${id}: another holder has it`, { metadata: { id, fence } })
    writeRow(connection, settledRow(noticeRow(held), outcome))
    connection.run('UPDATE notices SET holder = NULL, lease_until_ms = NULL WHERE id = ?', id)
    return null
  },

  advanceNotices: (
    connection: Connection,
    { ids, stage, mark }: { ids: readonly string[]; stage: Parameters<NoticeStore['advance']>[1]; mark: Mark }
  ): string[] =>
    ids.filter((id) => {
      const stored = connection.get<StoredNotice>('SELECT * FROM notices WHERE id = ?', id)
      const advanced = stored === undefined ? null : advancedRow(noticeRow(stored), stage, mark)
      if (advanced !== null) writeRow(connection, advanced)
      return advanced !== null
    }),

  endStepUp: (connection: Connection, { ids }: { ids: readonly string[] }): null => {
    connection.run('UPDATE notices SET step_up_at = NULL WHERE id IN (SELECT value FROM json_each(?))', asJsonList(ids))
    return null
  }
}

/** What can change of a row; its lease and its fence are not among it. */
export function writeRow(connection: Connection, row: NoticeRow): void {
  connection.run(
    `UPDATE notices SET state = ?, detail = ?, handed_ms = ?, settled_at = ?, next_try_ms = ?, possible_duplicate = ?, marks = ?, step_up_at = ?
     WHERE id = ?`,
    row.state,
    row.detail,
    row.handedElapsedMs,
    row.settledAt,
    row.nextTryElapsedMs,
    row.possibleDuplicate ? 1 : 0,
    JSON.stringify(row.marks),
    row.stepUpAt,
    row.notice.id
  )
}

export const noticeReads = {
  getNotice: (connection: Connection, { id }: { id: string }): NoticeRow | null => {
    const row = connection.get<StoredNotice>('SELECT * FROM notices WHERE id = ?', id)
    return row === undefined ? null : noticeRow(row)
  },

  /** Newest first. */
  /** Only what is asked for is in the condition, and the index is named: asked every second of very many, none of it may be a scan. */
  listNotices: (connection: Connection, { subjectId, state, channel, limit }: ListFilter): NoticeRow[] => {
    const waits = state === 'held' || state === 'muted'
    const wanted = [
      ...(subjectId === undefined ? [] : [['subject_id = ?', subjectId] as const]),
      // The partial index of what waits is taken only where its own condition stands.
      ...(state === undefined ? [] : [[waits ? `state = ? AND state IN ('held', 'muted')` : 'state = ?', state] as const]),
      ...(channel === undefined ? [] : [['channel = ?', channel] as const])
    ]
    const index = subjectId !== undefined ? 'INDEXED BY notices_subject' : waits ? 'INDEXED BY notices_waiting' : ''
    const conditions = ['TRUE', ...wanted.map(([condition]) => condition)].join(' AND ')
    return connection
      .all<StoredNotice>(`SELECT * FROM notices ${index} WHERE ${conditions} ORDER BY seq DESC LIMIT ?`, ...wanted.map(([, value]) => value), limit)
      .map(noticeRow)
  },

  noticesToStepUp: (connection: Connection, { now, limit }: { now: string; limit: number }): NoticeRow[] =>
    connection
      .all<StoredNotice>(
        `SELECT * FROM notices INDEXED BY notices_step_up WHERE step_up_at IS NOT NULL AND (step_up_at <= ? OR state = 'dead')
       AND state IN ('queued', 'sending', 'held', 'accepted', 'dead') ORDER BY seq LIMIT ?`,
        now,
        limit
      )
      .map(noticeRow),

  countNotices: (connection: Connection): NoticeCounts => {
    const listed = (stage: ProvenStage): string =>
      atLeast(stage)
        .map((one) => `'${one}'`)
        .join(', ')
    const reached = provenStages.map((stage) => `count(*) FILTER (WHERE state IN (${listed(stage)})) AS ${stage}`).join(', ')
    const counts = connection.get<NoticeCounts>(
      `SELECT count(*) AS requested, ${reached}, count(*) FILTER (WHERE state = 'dead') AS dead,
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
    detail: row.detail,
    marks: JSON.parse(row.marks) as NoticeMarks,
    stepUpAt: row.step_up_at as NoticeRow['stepUpAt']
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
    advance: async (ids, stage, mark) => (ids.length === 0 ? [] : write('advanceNotices', { ids, stage, mark })),
    toStepUp: (now, limit) => read('noticesToStepUp', { now, limit }),
    async endStepUp(ids) {
      if (ids.length > 0) await write('endStepUp', { ids })
    },
    list: (filter) => read('listNotices', filter),
    counts: () => read('countNotices', undefined)
  }
}
