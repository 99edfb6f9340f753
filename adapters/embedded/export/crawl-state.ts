import type { MovedCursor, MovedFrontierItem, MoveSource } from '../../../core/moved.ts'
import type { Connection } from '../connection.ts'
import { byNumber, pagesOf } from './pages.ts'

interface FrontierRow {
  readonly seq: number
  readonly source_id: string
  readonly key: string
  readonly url: string
  readonly hint: string
  readonly tries: number
  readonly not_before_ms: number
  readonly done: number
}

/** Everything that was ever found, in the order in which it was found. */
export function frontierSource(connection: Connection): MoveSource<MovedFrontierItem> {
  return {
    pages: (after) =>
      pagesOf(
        connection,
        {
          ...byNumber,
          sql: 'SELECT seq, source_id, key, url, hint, tries, not_before_ms, done FROM frontier WHERE seq > ? ORDER BY seq LIMIT ?',
          keyOf: ({ seq }: FrontierRow) => seq,
          read: ({ seq, source_id: sourceId, key, url, hint, tries, not_before_ms: notBeforeElapsedMs, done }) => ({
            sourceId,
            key,
            url,
            hint,
            tries,
            notBeforeElapsedMs,
            done: done === 1,
            order: seq
          })
        },
        after
      )
  }
}

/** A few a source. */
export function readCursors(connection: Connection): MovedCursor[] {
  return connection
    .all<MovedCursor>('SELECT source_id AS sourceId, name, value FROM crawl_cursors ORDER BY source_id, name')
    .map(({ sourceId, name, value }) => ({ sourceId, name, value }))
}
