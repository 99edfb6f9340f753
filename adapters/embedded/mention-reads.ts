import type { MentionId } from '../../core/mention.ts'
import type { MentionStore } from '../../core/ports.ts'
import { cursorOf, readCursor } from '../../core/search-order.ts'
import type { StoredMention } from '../../core/records.ts'
import type { MentionPage, MentionQuery } from '../../core/search.ts'
import { asJsonList, type Connection } from './connection.ts'
import { both, conditionOf, filterCondition, type Condition } from './mention-conditions.ts'
import { mentionColumns, storedMention, type MentionRow } from './mention-rows.ts'

type Known = { contentHash: string; engagement: string; rulesVersion: string | null }
type Point = Awaited<ReturnType<MentionStore['engagementSeries']>>[number]
type Version = Awaited<ReturnType<MentionStore['versions']>>[number]

const newestFirst = 'ORDER BY sort_key DESC, id'

export const mentionReads = {
  getMentions: (connection: Connection, { ids }: { ids: readonly string[] }): StoredMention[] => {
    const found = new Map<string, StoredMention>()
    const sql = `SELECT ${mentionColumns} FROM mentions WHERE id IN (SELECT value FROM json_each(?))`
    for (const row of connection.all<MentionRow>(sql, asJsonList(ids)).map(storedMention)) found.set(row.mention.id, row)
    return [...new Set(ids)].flatMap((id) => found.get(id) ?? [])
  },

  knownMentions: (connection: Connection, { ids }: { ids: readonly string[] }): Map<MentionId, Known> => {
    const sql = `SELECT id, content_hash AS contentHash, engagement, rules_version AS rulesVersion FROM mentions
      WHERE id IN (SELECT value FROM json_each(?))`
    return new Map(connection.all<Known & { id: MentionId }>(sql, asJsonList(ids)).map(({ id, ...rest }) => [id, rest]))
  },

  mentionsOfIncidents: (connection: Connection, { incidentIds, limit }: { incidentIds: readonly string[]; limit: number }): StoredMention[] =>
    connection
      .all<MentionRow>(
        `SELECT ${mentionColumns} FROM mentions WHERE incident_id IN (SELECT value FROM json_each(?)) ${newestFirst} LIMIT ?`,
        asJsonList(incidentIds),
        limit
      )
      .map(storedMention),

  engagementSeries: (connection: Connection, { id }: { id: string }): Point[] =>
    connection
      .all<{ observed_at: string; engagement: string }>(
        'SELECT observed_at, engagement FROM mention_series WHERE row = (SELECT row FROM mentions WHERE id = ?) ORDER BY observed_at',
        id
      )
      .map((point) => ({ observedAt: point.observed_at as Point['observedAt'], engagement: JSON.parse(point.engagement) as Point['engagement'] })),

  mentionVersions: (connection: Connection, { id }: { id: string }): Version[] =>
    connection.all<Version>(
      `SELECT content_since AS observedAt, mention ->> '$.title' AS title, mention ->> '$.text' AS text, content_hash AS contentHash
         FROM mentions WHERE id = ?1
       UNION ALL
       SELECT v.observed_at, v.title, v.text, v.content_hash FROM mention_versions v JOIN mentions m ON m.row = v.row
         WHERE m.id = ?1 AND v.content_hash <> m.content_hash
       ORDER BY 1`,
      id
    ),

  countMentions: (connection: Connection): number => connection.get<{ n: number }>('SELECT count(*) AS n FROM mentions')?.n ?? 0,

  searchMentions: (connection: Connection, { query, cap }: { query: MentionQuery; cap: number }): MentionPage<StoredMention> => {
    const condition = both(conditionOf(query.query), filterCondition(query.filter))
    const found = countUpTo(connection, condition, cap + 1)
    const rows = page(connection, condition, query)
    const shown = rows.slice(0, query.limit)
    const last = shown.at(-1)
    return {
      rows: shown,
      total: Math.min(found, cap),
      totalCapped: found > cap,
      cursor: rows.length > shown.length && last !== undefined ? cursorOf(last.mention) : null
    }
  }
}

function countUpTo(connection: Connection, { sql, values }: Condition, limit: number): number {
  return connection.get<{ n: number }>(`SELECT count(*) AS n FROM (SELECT 1 FROM mentions WHERE ${sql} LIMIT ?)`, ...values, limit)?.n ?? 0
}

/** One row more than asked for, which tells whether there is a next page. */
function page(connection: Connection, { sql, values }: Condition, query: MentionQuery): StoredMention[] {
  const after = readCursor(query.cursor)
  const rest: Condition =
    after === null ? { sql: '1', values: [] } : { sql: 'sort_key < ? OR (sort_key = ? AND id > ?)', values: [after.sortKey, after.sortKey, after.id] }
  return connection
    .all<MentionRow>(
      `SELECT ${mentionColumns} FROM mentions WHERE (${sql}) AND (${rest.sql}) ${newestFirst} LIMIT ?`,
      ...values,
      ...rest.values,
      query.limit + 1
    )
    .map(storedMention)
}
