import type { Instant } from '../../core/instant.ts'
import type { MentionId } from '../../core/mention.ts'
import { pointOf, type CountPoint } from '../../core/observed-counts.ts'
import type { KnownContent, MentionVersion, WholeMention } from '../../core/ports.ts'
import type { StoredMention } from '../../core/records.ts'
import { asJsonList, type Connection } from './connection.ts'
import { mentionColumns, newestFirst, storedMention, type MentionRow } from './mention-rows.ts'
import { arrivedMentions } from './mention-arrivals.ts'
import { facetMentions } from './mention-facets.ts'
import { searchMentions } from './mention-search.ts'

type Known = Omit<KnownContent, 'gone'> & { readonly gone: number }

export const mentionReads = {
  getMentions,

  wholeMention: (connection: Connection, { id }: { id: string }): WholeMention | null => {
    const [stored] = getMentions(connection, { ids: [id] })
    if (stored === undefined) return null
    return { stored, series: engagementSeries(connection, { id }), versions: mentionVersions(connection, { id }) }
  },

  knownMentions: (connection: Connection, { ids }: { ids: readonly string[] }): Map<MentionId, KnownContent> => {
    const sql = `SELECT id, content_hash AS contentHash, engagement, rules_version AS rulesVersion,
      EXISTS (SELECT 1 FROM gone_mentions WHERE gone_mentions.row = mentions.row) AS gone FROM mentions
      WHERE id IN (SELECT value FROM json_each(?))`
    return new Map(
      connection.all<Known & { id: MentionId }>(sql, asJsonList(ids)).map(({ id, gone, ...rest }) => [id, { ...rest, gone: gone === 1 }])
    )
  },

  mentionsOfIncidents: (connection: Connection, { incidentIds, limit }: { incidentIds: readonly string[]; limit: number }): StoredMention[] =>
    connection
      .all<MentionRow>(
        `SELECT ${mentionColumns} FROM mentions WHERE incident_id IN (SELECT value FROM json_each(?)) ${newestFirst} LIMIT ?`,
        asJsonList(incidentIds),
        limit
      )
      .map(storedMention),

  engagementSeries,

  seriesOfMentions: (connection: Connection, { ids }: { ids: readonly string[] }): Map<MentionId, CountPoint[]> => {
    const rows = connection.all<{ id: MentionId; observed_at: Instant; engagement: string }>(
      `SELECT id, s.observed_at, s.engagement FROM mentions m JOIN mention_series s ON s.row = m.row
       WHERE id IN (SELECT value FROM json_each(?)) ORDER BY s.observed_at`,
      asJsonList(ids)
    )
    const series = new Map<MentionId, CountPoint[]>()
    for (const { id, observed_at, engagement } of rows) series.set(id, [...(series.get(id) ?? []), pointOf(observed_at, engagement)])
    return series
  },

  mentionVersions,

  countMentions: (connection: Connection): number => connection.get<{ n: number }>('SELECT count(*) AS n FROM mentions')?.n ?? 0,

  searchMentions,
  facetMentions,
  arrivedMentions
}

function getMentions(connection: Connection, { ids }: { ids: readonly string[] }): StoredMention[] {
  const found = new Map<string, StoredMention>()
  const sql = `SELECT ${mentionColumns} FROM mentions WHERE id IN (SELECT value FROM json_each(?))`
  for (const row of connection.all<MentionRow>(sql, asJsonList(ids)).map(storedMention)) found.set(row.mention.id, row)
  return [...new Set(ids)].flatMap((id) => found.get(id) ?? [])
}

function engagementSeries(connection: Connection, { id }: { id: string }): CountPoint[] {
  return connection
    .all<{ observed_at: Instant; engagement: string }>(
      'SELECT observed_at, engagement FROM mention_series WHERE row = (SELECT row FROM mentions WHERE id = ?) ORDER BY observed_at',
      id
    )
    .map(({ observed_at, engagement }) => pointOf(observed_at, engagement))
}

function mentionVersions(connection: Connection, { id }: { id: string }): MentionVersion[] {
  return connection.all<MentionVersion>(
    `SELECT content_since AS observedAt, mention ->> '$.title' AS title, mention ->> '$.text' AS text, content_hash AS contentHash
       FROM mentions WHERE id = ?1
     UNION ALL
     SELECT v.observed_at, v.title, v.text, v.content_hash FROM mention_versions v JOIN mentions m ON m.row = v.row
       WHERE m.id = ?1 AND v.content_hash <> m.content_hash
     ORDER BY 1`,
    id
  )
}
