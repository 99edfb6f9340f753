import { ConflictError } from '../../core/errors.ts'
import { releasedRow } from '../../core/released-row.ts'
import type { NoticeStore } from '../../core/ports.ts'
import { asJsonList, type Connection } from './connection.ts'
import { noticeRow, writeRow, type StoredNotice } from './notices.ts'

type Waiting = Parameters<NoticeStore['hold']>[2]
type Release = Parameters<NoticeStore['release']>[1]

/** Rows that are not sent now, and what becomes of them. */
export const waitingNoticeWrites = {
  holdNotice: (connection: Connection, { id, fence, waiting }: { id: string; fence: number; waiting: Waiting }): null => {
    const changed = connection.run(
      `UPDATE notices SET state = ?, detail = ?, attempts = attempts - 1, next_try_ms = NULL, holder = NULL, lease_until_ms = NULL
       WHERE id = ? AND fence = ? AND state = 'sending'`,
      waiting.state,
      waiting.reason,
      id,
      fence
    )
    if (changed === 0) throw new ConflictError(`notice ${id}: another holder has it`, { metadata: { id, fence } })
    return null
  },

  releaseNotices: (connection: Connection, { ids, to }: { ids: readonly string[]; to: Release }): null => {
    const waiting = `SELECT * FROM notices WHERE id IN (SELECT value FROM json_each(?)) AND state IN ('held', 'muted')`
    for (const stored of connection.all<StoredNotice>(waiting, asJsonList(ids))) writeRow(connection, releasedRow(noticeRow(stored), to))
    return null
  }
}
