import { ConflictError } from '../../core/errors.ts'
import type { NoticeStore } from '../../core/ports.ts'
import { asJsonList, type Connection } from './connection.ts'

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
    const waiting = `WHERE id IN (SELECT value FROM json_each(?)) AND state IN ('held', 'muted')`
    if (to.state === 'queued') connection.run(`UPDATE notices SET state = 'queued', detail = NULL ${waiting}`, asJsonList(ids))
    else
      connection.run(
        `UPDATE notices SET state = 'digested', detail = ?, settled_at = ?, step_up_at = NULL ${waiting}`,
        to.reason,
        to.at,
        asJsonList(ids)
      )
    return null
  }
}
