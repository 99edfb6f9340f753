import type { MovedNotice, MoveSource } from '../../../core/moved.ts'
import type { Connection } from '../connection.ts'
import { noticeRow, type StoredNotice } from '../notices.ts'
import { byNumber, pagesOf } from './pages.ts'

type Row = StoredNotice & { readonly seq: number; readonly holder: string | null; readonly lease_until_ms: number | null }

/** The outbox in its order, with the leases of rows that are being sent. */
export function noticeSource(connection: Connection): MoveSource<MovedNotice> {
  return {
    pages: (after) =>
      pagesOf(
        connection,
        {
          ...byNumber,
          sql: 'SELECT * FROM notices WHERE seq > ? ORDER BY seq LIMIT ?',
          keyOf: ({ seq }: Row) => seq,
          read: (row) => ({
            order: row.seq,
            row: noticeRow(row),
            fence: row.fence,
            holder: row.holder,
            leaseUntilElapsedMs: row.lease_until_ms
          })
        },
        after
      )
  }
}
