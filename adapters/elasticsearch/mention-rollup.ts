import type { estypes } from '@elastic/elasticsearch'
import type { Rollup } from '../../core/incident/state.ts'
import { instantFromMs, type Instant } from '../../core/instant.ts'
import { askedIfThere, noHits } from './absent-index.ts'
import { unknownMs } from './mention-document.ts'
import type { MentionParts } from './mention-parts.ts'

const sourcesAPage = 1000
/** Named with the counts; an incident with more is asked again, page by page. With `atOnce` of them far below what a server lets one search count. */
const sourcesAtFirst = 200
const mostKinds = 100
const counts = ['views', 'likes', 'comments', 'reposts'] as const
/** Incidents counted in one search: dozens wait for their counts at a time, and most of what a search costs comes before it counts. */
const atOnce = 64

type Stats = estypes.AggregationsStatsAggregate
interface Sums {
  readonly doc_count: number
  readonly views: Stats
  readonly likes: Stats
  readonly comments: Stats
  readonly reposts: Stats
  readonly negative: { readonly doc_count: number }
  readonly gone: { readonly doc_count: number }
  readonly published: { readonly first: { readonly value: number | null }; readonly last: { readonly value: number | null } }
  readonly kinds: Names
  readonly sources: Names & { readonly sum_other_doc_count: number }
}
interface Names {
  readonly buckets: readonly { readonly key: string }[]
}
interface Page {
  readonly after_key?: { readonly name: string }
  readonly buckets: readonly { readonly key: { readonly name: string } }[]
}

/** Counts over the mentions of each incident, as any process stored them before the call: one refresh serves them all. */
export async function rollupMentions(parts: MentionParts, incidents: readonly (readonly string[])[]): Promise<Omit<Rollup, 'updatedAt'>[]> {
  if (incidents.length > 0) await parts.refresher.refresh()
  const rollups: Omit<Rollup, 'updatedAt'>[] = []
  for (let from = 0; from < incidents.length; from += atOnce) rollups.push(...(await rollupSome(parts, incidents.slice(from, from + atOnce))))
  return rollups
}

async function rollupSome(parts: MentionParts, incidents: readonly (readonly string[])[]): Promise<Omit<Rollup, 'updatedAt'>[]> {
  const { each } = await aggregate<{ each: { buckets: readonly Sums[] } }>(parts, incidents.flat(), {
    each: { filters: { filters: incidents.map((incidentIds) => ({ terms: { incidentId: [...incidentIds] } })) }, aggs: sumsOfOne }
  })
  return Promise.all(incidents.map(async (incidentIds, place) => rollupOf(parts, incidentIds, each?.buckets[place])))
}

const sumsOfOne: Record<string, estypes.AggregationsAggregationContainer> = {
  ...Object.fromEntries(counts.map((name) => [name, { stats: { field: name } }])),
  negative: { filter: { term: { polarity: -1 } } },
  gone: { filter: { term: { gone: true } } },
  published: {
    filter: { range: { sortMs: { gt: unknownMs } } },
    aggs: { first: { min: { field: 'sortMs' } }, last: { max: { field: 'sortMs' } } }
  },
  kinds: { terms: { field: 'kind', size: mostKinds, order: { _key: 'asc' } } },
  sources: { terms: { field: 'source', size: sourcesAtFirst, order: { _key: 'asc' } } }
}

async function rollupOf(parts: MentionParts, incidentIds: readonly string[], sums: Sums | undefined): Promise<Omit<Rollup, 'updatedAt'>> {
  const hasMore = (sums?.sources.sum_other_doc_count ?? 0) > 0
  const gone = sums?.gone.doc_count ?? 0
  return {
    mentions: sums?.doc_count ?? 0,
    sources: hasMore ? await allSources(parts, incidentIds) : namesOf(sums?.sources),
    sourceKinds: namesOf(sums?.kinds),
    engagement: { views: sumOf(sums?.views), likes: sumOf(sums?.likes), comments: sumOf(sums?.comments), reposts: sumOf(sums?.reposts) },
    negative: sums?.negative.doc_count ?? 0,
    ...(gone === 0 ? {} : { gone }),
    firstPublishedAt: instantOf(sums?.published.first.value),
    lastPublishedAt: instantOf(sums?.published.last.value)
  }
}

/** Every different name, page after page: a plain `terms` leaves out some. */
async function allSources(parts: MentionParts, incidentIds: readonly string[]): Promise<string[]> {
  const names: string[] = []
  for (let after: { readonly name: string } | undefined, more = true; more;) {
    const { sources } = await aggregate<{ sources: Page }>(parts, incidentIds, {
      sources: { composite: { size: sourcesAPage, sources: [{ name: { terms: { field: 'source' } } }], ...(after === undefined ? {} : { after }) } }
    })
    names.push(...(sources?.buckets.map(({ key }) => key.name) ?? []))
    after = sources?.after_key
    more = after !== undefined
  }
  return names
}

/** Without any index there is nothing to add up, and no sums come. */
async function aggregate<Answer>(
  { client, alias }: MentionParts,
  incidentIds: readonly string[],
  aggs: Record<string, estypes.AggregationsAggregationContainer>
): Promise<Partial<Answer>> {
  const { aggregations } = await askedIfThere('汇总', noHits, () =>
    client.search<unknown, Partial<Answer>>({
      index: alias,
      allow_partial_search_results: false,
      query: { terms: { incidentId: [...incidentIds] } },
      size: 0,
      track_total_hits: false,
      aggs
    })
  )
  return aggregations ?? {}
}

function namesOf(found: Names | undefined): string[] {
  return found?.buckets.map(({ key }) => key) ?? []
}

/** A sum over unknown counts is unknown. */
function sumOf(stats: Stats | undefined): number | null {
  return stats === undefined || stats.count === 0 ? null : stats.sum
}

function instantOf(ms: number | null | undefined): Instant | null {
  return ms == null ? null : instantFromMs(ms)
}
