import type { estypes } from '@elastic/elasticsearch'
import { Grade } from '../../core/grade.ts'
import { hourMs, instantFromMs, msOf } from '../../core/instant.ts'
import { SourceKind } from '../../core/mention.ts'
import { tallySources, type MentionTally, type TallyRange } from '../../core/reports/mention-tally.ts'
import { askedIfThere, noHits } from './absent-index.ts'
import type { MentionParts } from './mention-parts.ts'

interface Counted {
  readonly doc_count: number
}
interface Buckets<Key> {
  readonly buckets: readonly (Counted & { readonly key: Key })[]
}
interface Tallied {
  readonly relevant: Counted & {
    readonly negative: Counted
    readonly kinds: Buckets<string>
    readonly sources: Buckets<string>
    readonly hours: Buckets<number>
    readonly grades: { readonly buckets: Readonly<Record<string, Counted>> }
  }
}

/** So many that none of the first few is missed: each shard counts its own. */
const sourcesAShard = 5000

const aggs: Record<string, estypes.AggregationsAggregationContainer> = {
  relevant: {
    filter: { term: { relevant: true } },
    aggs: {
      negative: { filter: { term: { polarity: -1 } } },
      kinds: { terms: { field: 'kind', size: SourceKind.options.length } },
      sources: { terms: { field: 'source', size: tallySources, shard_size: sourcesAShard, order: [{ _count: 'desc' }, { _key: 'asc' }] } },
      hours: { histogram: { field: 'sortMs', interval: hourMs, min_doc_count: 1 } },
      grades: {
        filters: { filters: Object.fromEntries(Grade.options.map((grade) => [grade, { term: { grade } }])), other_bucket_key: 'none' }
      }
    }
  }
}

/** Added up by the server, over what any process stored before the call. */
export async function tallyMentions({ client, alias, refresher }: MentionParts, range: TallyRange): Promise<MentionTally> {
  await refresher.refresh()
  const { hits, aggregations } = await askedIfThere('统计', noHits, () =>
    client.search<unknown, Tallied>({
      index: alias,
      allow_partial_search_results: false,
      query: { range: { sortMs: { gte: msOf(range.from), lt: msOf(range.to) } } },
      size: 0,
      track_total_hits: true,
      aggs
    })
  )
  const relevant = aggregations?.relevant
  const grades = relevant?.grades.buckets ?? {}
  return {
    total: typeof hits.total === 'object' ? hits.total.value : (hits.total ?? 0),
    relevant: relevant?.doc_count ?? 0,
    negative: relevant?.negative.doc_count ?? 0,
    byKind: mostFirst(
      (relevant?.kinds.buckets ?? []).map(({ key, doc_count }) => ({ kind: SourceKind.parse(key), count: doc_count })),
      ({ kind }) => kind
    ),
    byGrade: mostFirst(
      [...Grade.options, null].map((grade) => ({ grade, count: grades[grade ?? 'none']?.doc_count ?? 0 })).filter(({ count }) => count > 0),
      ({ grade }) => grade ?? ''
    ),
    bySource: (relevant?.sources.buckets ?? []).map(({ key, doc_count }) => ({ source: key, count: doc_count })),
    byHour: (relevant?.hours.buckets ?? []).map(({ key, doc_count }) => ({ at: instantFromMs(key), count: doc_count }))
  }
}

/** In the order of the embedded engine: most first, then by name. */
function mostFirst<Row extends { readonly count: number }>(rows: readonly Row[], nameOf: (row: Row) => string): Row[] {
  return rows.toSorted((a, b) => b.count - a.count || (nameOf(a) < nameOf(b) ? -1 : 1))
}
