import type { Grade } from '../../core/grade.ts'
import type { Instant } from '../../core/instant.ts'
import type { SourceKind } from '../../core/mention.ts'
import { barsOf, facetSources, mostFirst, type FacetQuery, type MentionFacets, type Polarity } from '../../core/search-facets.ts'
import type { Connection } from './connection.ts'
import { both, conditionOf, filterCondition } from './mention-conditions.ts'
import { rowsToAsk } from './mention-search.ts'

interface Group {
  readonly kind: SourceKind
  readonly source: string
  readonly grade: Grade | null
  readonly polarity: Polarity | null
  readonly relevant: number
  readonly hour: string
  readonly count: number
}

/** One pass over all hits; where nothing is said of the text it reads the index `mentions_newest` alone. */
export function facetMentions(connection: Connection, { query, filter, unit }: FacetQuery): MentionFacets {
  const range = rowsToAsk(connection, { query, filter })
  const { sql, values } = both(conditionOf(query, range ?? undefined), filterCondition(filter))
  const sums = `SELECT kind, source, grade, polarity, relevant, substr(sort_key, 1, 13) AS hour, count(*) AS count
    FROM mentions WHERE ${sql} GROUP BY 1, 2, 3, 4, 5, 6`
  const groups = range === null ? [] : connection.all<Group>(sums, ...values)
  const dated = groups.filter(({ hour }) => hour !== '')
  return {
    total: sum(groups),
    relevant: sum(groups.filter(({ relevant }) => relevant === 1)),
    undated: sum(groups) - sum(dated),
    kinds: counted(groups, ({ kind }) => kind).map(([kind, count]) => ({ kind, count })),
    sources: counted(groups, ({ source }) => source)
      .slice(0, facetSources)
      .map(([source, count]) => ({ source, count })),
    grades: counted(groups, ({ grade }) => grade).map(([grade, count]) => ({ grade, count })),
    polarities: counted(groups, ({ polarity }) => polarity).flatMap(([polarity, count]) => (polarity === null ? [] : [{ polarity, count }])),
    bars: barsOf(
      dated.map(({ hour, count }) => ({ at: `${hour}:00:00.000Z` as Instant, count })),
      unit
    )
  }
}

function sum(groups: readonly Group[]): number {
  return groups.reduce((total, { count }) => total + count, 0)
}

function counted<Key extends string | number | null>(groups: readonly Group[], keyOf: (group: Group) => Key): [Key, number][] {
  const counts = new Map<Key, number>()
  for (const group of groups) counts.set(keyOf(group), (counts.get(keyOf(group)) ?? 0) + group.count)
  return mostFirst(counts)
}
