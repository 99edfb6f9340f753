import type { SQLInputValue } from 'node:sqlite'
import type { Page } from '../../../core/moved.ts'
import type { Connection } from '../connection.ts'

export const rowsAPage = 500

/** Of one page, so that a few huge rows do not fill the memory; one row always comes. */
export const charactersAPage = 4_000_000

interface Paged<Stored, Row, Key extends SQLInputValue> {
  /** Takes the key after which to begin and the number of rows; gives them ordered by their key. */
  readonly sql: string
  /** Below every key. */
  readonly start: Key
  readonly readKey: (cursor: string) => Key
  readonly keyOf: (stored: Stored) => Key
  readonly read: (stored: Stored) => Row
}

/** Pages of a table by its key; each is one query, so that none is open while the caller works. */
export function* pagesOf<Stored, Row, Key extends number | string>(
  connection: Connection,
  { sql, start, readKey, keyOf, read }: Paged<Stored, Row, Key>,
  after: string | null
): Generator<Page<Row>> {
  let key = after === null ? start : readKey(after)
  for (;;) {
    const rows: Row[] = []
    let characters = 0
    for (const stored of connection.iterate<Stored>(sql, key, rowsAPage)) {
      characters += sizeOf(stored)
      if (rows.length > 0 && characters > charactersAPage) break
      rows.push(read(stored))
      key = keyOf(stored)
    }
    if (rows.length === 0) return
    yield { rows, cursor: String(key) }
  }
}

export const byNumber = { start: 0, readKey: Number } as const
export const byText = { start: '', readKey: String } as const

function sizeOf(stored: unknown): number {
  return Object.values(stored as Record<string, unknown>).reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 8), 0)
}
