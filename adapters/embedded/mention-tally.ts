import { instantFromMs } from '../../core/instant.ts'
import { emptyTally, tallySources, type MentionTally, type TallyRange } from '../../core/reports/mention-tally.ts'
import type { Connection } from './connection.ts'

interface Sums {
  readonly total: number
  readonly relevant: number | null
  readonly negative: number | null
}

/** `sort_key` is the moment of publication, empty where it is unknown. */
const within = 'FROM mentions WHERE sort_key >= ? AND sort_key < ?'
const most = { byCount: 'ORDER BY count DESC, 1' } as const

export const tallyReads = {
  tallyMentions: (connection: Connection, { from, to }: TallyRange): MentionTally => {
    const sums = connection.get<Sums>(
      `SELECT count(*) AS total, sum(relevant) AS relevant, sum(relevant AND polarity IS -1) AS negative ${within}`,
      from,
      to
    )
    if (sums === undefined || sums.total === 0) return emptyTally
    const counted = <Name extends string>(name: Name, column: string, rest = ''): { [K in Name]: never }[] =>
      connection.all(`SELECT ${column} AS ${name}, count(*) AS count ${within} AND relevant = 1 GROUP BY 1 ${most.byCount} ${rest}`, from, to)
    return {
      total: sums.total,
      relevant: sums.relevant ?? 0,
      negative: sums.negative ?? 0,
      byKind: counted('kind', 'kind') as unknown as MentionTally['byKind'],
      byGrade: counted('grade', 'grade') as unknown as MentionTally['byGrade'],
      bySource: counted('source', 'source', `LIMIT ${tallySources}`) as unknown as MentionTally['bySource'],
      byHour: connection
        .all<{ hour: string; count: number }>(
          `SELECT substr(sort_key, 1, 13) AS hour, count(*) AS count ${within} AND relevant = 1 GROUP BY 1 ORDER BY 1`,
          from,
          to
        )
        .map(({ hour, count }) => ({ at: instantFromMs(Date.parse(`${hour}:00:00Z`)), count }))
    }
  }
}
