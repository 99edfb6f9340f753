import type { MentionArrivals } from '../../core/ports.ts'
import type { Connection } from './connection.ts'
import { both, conditionOf, filterCondition } from './mention-conditions.ts'
import { mentionColumns, storedMention, type MentionRow } from './mention-rows.ts'

type Asked = Parameters<MentionArrivals['arrived']>[0]
type Arrived = Awaited<ReturnType<MentionArrivals['arrived']>>

/** Rows are numbered as they are written, and there is one writer: a number that a reader sees has none below it still to come. */
export function arrivedMentions(connection: Connection, { query, filter, cursor, limit }: Asked): Arrived {
  const newest = connection.get<{ row: number | null }>('SELECT max(row) AS row FROM mentions')?.row ?? 0
  const after = rowOf(cursor)
  if (after === null) return { rows: [], cursor: `row:${newest}` }
  const { sql, values } = both(conditionOf(query, { low: after + 1, high: newest }), filterCondition(filter))
  const found = connection.all<MentionRow & { readonly row: number }>(
    `SELECT row, ${mentionColumns} FROM mentions WHERE row > ? AND row <= ? AND ${sql} ORDER BY row LIMIT ?`,
    after,
    newest,
    ...values,
    limit
  )
  const last = found.at(-1)
  return { rows: found.map(storedMention), cursor: `row:${found.length < limit || last === undefined ? newest : last.row}` }
}

function rowOf(cursor: string | null): number | null {
  const found = /^row:(\d+)$/.exec(cursor ?? '')
  return found === null ? null : Number(found[1])
}
