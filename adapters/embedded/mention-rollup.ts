import type { Rollup } from '../../core/incident/state.ts'
import { asJsonList, type Connection } from './connection.ts'

interface Sums {
  readonly mentions: number
  readonly views: number | null
  readonly likes: number | null
  readonly comments: number | null
  readonly reposts: number | null
  readonly negative: number
  readonly first: string | null
  readonly last: string | null
}

const gone = `SELECT count(*) AS gone FROM gone_mentions CROSS JOIN mentions ON mentions.row = gone_mentions.row
  WHERE incident_id IN (SELECT value FROM json_each(?))`

const ofIncidents = 'FROM mentions WHERE incident_id IN (SELECT value FROM json_each(?))'

/** A sum over unknown counts is unknown: SQL's sum of nothing but NULL is NULL. */
const sums = `SELECT count(*) AS mentions, sum(views) AS views, sum(likes) AS likes, sum(comments) AS comments, sum(reposts) AS reposts,
  count(*) FILTER (WHERE polarity = -1) AS negative, min(nullif(sort_key, '')) AS first, max(nullif(sort_key, '')) AS last ${ofIncidents}`

export const rollupReads = {
  rollupMentions: (connection: Connection, { incidentIds }: { incidentIds: readonly string[] }): Omit<Rollup, 'updatedAt'> => {
    const ids = asJsonList(incidentIds)
    const found = connection.get<Sums>(sums, ids)
    if (found === undefined) throw new Error('a sum has no row')
    const { views, likes, comments, reposts } = found
    const goneNow = connection.get<{ gone: number }>(gone, ids)?.gone ?? 0
    return {
      mentions: found.mentions,
      sources: connection.all<{ source: string }>(`SELECT DISTINCT source ${ofIncidents} ORDER BY source`, ids).map((row) => row.source),
      sourceKinds: connection.all<{ kind: string }>(`SELECT DISTINCT kind ${ofIncidents} ORDER BY kind`, ids).map((row) => row.kind),
      engagement: { views, likes, comments, reposts },
      negative: found.negative,
      ...(goneNow === 0 ? {} : { gone: goneNow }),
      firstPublishedAt: found.first as Rollup['firstPublishedAt'],
      lastPublishedAt: found.last as Rollup['lastPublishedAt']
    }
  }
}
