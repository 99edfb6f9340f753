import type { Instant } from '../../core/instant.ts'
import { tallySources, type MentionTally, type TallyRange } from '../../core/reports/mention-tally.ts'
import type { Connection } from './connection.ts'

interface Group {
  readonly kind: string
  readonly source: string
  readonly grade: string | null
  readonly negative: number
  readonly relevant: number
  readonly hour: string
  readonly count: number
}

/** `sort_key` is the moment of publication, empty where it is unknown. One pass, over the index `mentions_newest` alone, which has all of these. */
const groups = `SELECT kind, source, grade, polarity IS -1 AS negative, relevant, substr(sort_key, 1, 13) AS hour, count(*) AS count
  FROM mentions WHERE sort_key >= ? AND sort_key < ? GROUP BY 1, 2, 3, 4, 5, 6`

export const tallyReads = {
  tallyMentions: (connection: Connection, { from, to }: TallyRange): MentionTally => {
    const all = connection.all<Group>(groups, from, to)
    const ours = all.filter(({ relevant }) => relevant === 1)
    return {
      total: sum(all),
      relevant: sum(ours),
      negative: sum(ours.filter(({ negative }) => negative === 1)),
      byKind: counted(ours, ({ kind }) => kind).map(([kind, count]) => ({ kind, count })) as MentionTally['byKind'],
      byGrade: counted(ours, ({ grade }) => grade).map(([grade, count]) => ({ grade, count })) as MentionTally['byGrade'],
      bySource: counted(ours, ({ source }) => source)
        .slice(0, tallySources)
        .map(([source, count]) => ({ source, count })),
      byHour: counted(ours, ({ hour }) => hour)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([hour, count]) => ({ at: `${hour}:00:00.000Z` as Instant, count }))
    }
  }
}

function sum(rows: readonly Group[]): number {
  return rows.reduce((total, { count }) => total + count, 0)
}

/** Most first, then by name. */
function counted<Key extends string | null>(rows: readonly Group[], keyOf: (row: Group) => Key): [Key, number][] {
  const counts = new Map<Key, number>()
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + row.count)
  return [...counts].sort(([a, one], [b, other]) => other - one || ((a ?? '') < (b ?? '') ? -1 : 1))
}
