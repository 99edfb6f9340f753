import type { estypes } from '@elastic/elasticsearch'
import { Grade } from '../../core/grade.ts'
import { dayMs, hourMs, instantFromMs } from '../../core/instant.ts'
import { SourceKind } from '../../core/mention.ts'
import { barsOf, facetSources, mostFirst, type BarUnit, type FacetQuery, type MentionFacets, type Polarity } from '../../core/search-facets.ts'
import { askedIfThere, noHits } from './absent-index.ts'
import { both, conditionOf, filterConditions } from './mention-conditions.ts'
import { unknownMs } from './mention-document.ts'
import type { MentionParts } from './mention-parts.ts'

interface Counted {
  readonly doc_count: number
}
interface Buckets<Key> {
  readonly buckets: readonly (Counted & { readonly key: Key })[]
}
interface Named {
  readonly buckets: Readonly<Record<string, Counted>>
}
interface Faceted {
  readonly relevant: Counted
  readonly kinds: Buckets<string>
  readonly sources: Buckets<string>
  readonly grades: Named
  readonly polarities: Named
  readonly dated: Counted & { readonly bars: Buckets<number> }
}

/** So many that none of the first few is missed: each shard counts its own. */
const sourcesAShard = 5000
const noGrade = 'none'
const polarities = [-1, 0, 1] as const satisfies readonly Polarity[]

function aggsOf(unit: BarUnit): Record<string, estypes.AggregationsAggregationContainer> {
  // A day in China begins eight hours before the same one at Greenwich.
  const interval = unit === 'hour' ? { interval: hourMs } : { interval: dayMs, offset: 16 * hourMs }
  return {
    relevant: { filter: { term: { relevant: true } } },
    kinds: { terms: { field: 'kind', size: SourceKind.options.length } },
    sources: { terms: { field: 'source', size: facetSources, shard_size: sourcesAShard, order: [{ _count: 'desc' }, { _key: 'asc' }] } },
    grades: { filters: { filters: Object.fromEntries(Grade.options.map((grade) => [grade, { term: { grade } }])), other_bucket_key: noGrade } },
    polarities: { filters: { filters: Object.fromEntries(polarities.map((polarity) => [String(polarity), { term: { polarity } }])) } },
    dated: {
      filter: { range: { sortMs: { gt: unknownMs } } },
      aggs: { bars: { histogram: { field: 'sortMs', ...interval, min_doc_count: 1 } } }
    }
  }
}

/** Added up by the server, over what any process stored before the call. */
export async function facetMentions({ client, alias, refresher }: MentionParts, { query, filter, unit }: FacetQuery): Promise<MentionFacets> {
  await refresher.refresh()
  const { hits, aggregations } = await askedIfThere('分面统计', noHits, () =>
    client.search<unknown, Faceted>({
      index: alias,
      allow_partial_search_results: false,
      query: both([conditionOf(query), ...filterConditions(filter)]),
      size: 0,
      track_total_hits: true,
      aggs: aggsOf(unit)
    })
  )
  const total = typeof hits.total === 'object' ? hits.total.value : (hits.total ?? 0)
  const count = (named: Named | undefined, key: string): number => named?.buckets[key]?.doc_count ?? 0
  return {
    total,
    relevant: aggregations?.relevant.doc_count ?? 0,
    undated: total - (aggregations?.dated.doc_count ?? 0),
    kinds: mostFirst(new Map((aggregations?.kinds.buckets ?? []).map(({ key, doc_count }) => [SourceKind.parse(key), doc_count]))).map(
      ([kind, n]) => ({ kind, count: n })
    ),
    sources: (aggregations?.sources.buckets ?? []).map(({ key, doc_count }) => ({ source: key, count: doc_count })),
    grades: mostFirst(new Map([...Grade.options, null].map((grade) => [grade, count(aggregations?.grades, grade ?? noGrade)]))).map(([grade, n]) => ({
      grade,
      count: n
    })),
    polarities: mostFirst(new Map(polarities.map((polarity) => [polarity, count(aggregations?.polarities, String(polarity))]))).map(
      ([polarity, n]) => ({ polarity, count: n })
    ),
    bars: barsOf(
      (aggregations?.dated.bars.buckets ?? []).map(({ key, doc_count }) => ({ at: instantFromMs(key), count: doc_count })),
      unit
    )
  }
}
