import type { MovedOneTimeLink, MoveSource } from '../../../core/moved.ts'
import type { Connection } from '../connection.ts'
import { byText, pagesOf } from './pages.ts'

interface Row {
  readonly token_hash: string
  readonly account_id: string | null
  readonly expires_ms: number
}

export function oneTimeLinkSource(connection: Connection): MoveSource<MovedOneTimeLink> {
  return {
    pages: (after) =>
      pagesOf(
        connection,
        {
          ...byText,
          sql: 'SELECT token_hash, account_id, expires_ms FROM one_time_links WHERE token_hash > ? ORDER BY token_hash LIMIT ?',
          keyOf: (row: Row) => row.token_hash,
          read: (row) => ({ tokenHash: row.token_hash, accountId: row.account_id, expiresElapsedMs: row.expires_ms })
        },
        after
      )
  }
}
