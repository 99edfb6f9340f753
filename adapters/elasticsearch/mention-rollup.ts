import type { estypes } from '@elastic/elasticsearch'
import type { Rollup } from '../../core/incident/state.ts'
import { instantFromMs, type Instant } from '../../core/instant.ts'
import { askedIfThere, noHits } from './absent-index.ts'
import { unknownMs } from './mention-document.ts'
import type { MentionParts } from './mention-parts.ts'

const sourcesAPage = 1000
const counts = ['views', 'likes', 'comments', 'reposts'] as const

type Stats = estypes.AggregationsStatsAggregate
interface Sums {
  readonly views: Stats
  readonly likes: Stats
  readonly comments: Stats
  readonly reposts: Stats
  readonly negative: { readonly doc_count: number }
  readonly published: { readonly first: { readonly value: number | null }; readonly last: { readonly value: number | null } }
  readonly kinds: Names
  readonly sources: Names
}
interface Names {
  readonly after_key?: { readonly name: string }
  readonly buckets: readonly { readonly key: { readonly name: string } }[]
}

/** Asked side by side. */
const atOnce = 8

/** Counts over the mentions of each incident, as any process stored them before the call: one refresh serves them all. */
export async function rollupMentions(parts: MentionParts, incidents: readonly (readonly string[])[]): Promise<Omit<Rollup, 'updatedAt'>[]> {
  if (incidents.length > 0) await parts.refresher.refresh()
  const rollups: Omit<Rollup, 'updatedAt'>[] = []
  for (let from = 0; from < incidents.length; from += atOnce) {
    rollups.push(...(await Promise.all(incidents.slice(from, from + atOnce).map((incidentIds) => rollupOne(parts, incidentIds)))))
  }
  return rollups
}

async function rollupOne(parts: MentionParts, incidentIds: readonly string[]): Promise<Omit<Rollup, 'updatedAt'>> {
  const { total, sums } = await aggregate(parts, incidentIds, {
    ...Object.fromEntries(counts.map((name) => [name, { stats: { field: name } }])),
    negative: { filter: { term: { polarity: -1 } } },
    published: {
      filter: { range: { sortMs: { gt: unknownMs } } },
      aggs: { first: { min: { field: 'sortMs' } }, last: { max: { field: 'sortMs' } } }
    },
    kinds: names('kind'),
    sources: names('source')
  })
  const sources = namesOf(sums?.sources)
  for (let after = sums?.sources.after_key; after !== undefined;) {
    const more = await aggregate(parts, incidentIds, { sources: names('source', after) })
    sources.push(...namesOf(more.sums?.sources))
    after = more.sums?.sources.after_key
  }
  return {
    mentions: total,
    sources,
    sourceKinds: namesOf(sums?.kinds),
    engagement: { views: sumOf(sums?.views), likes: sumOf(sums?.likes), comments: sumOf(sums?.comments), reposts: sumOf(sums?.reposts) },
    negative: sums?.negative.doc_count ?? 0,
    firstPublishedAt: instantOf(sums?.published.first.value),
    lastPublishedAt: instantOf(sums?.published.last.value)
  }
}

/** Without any index there is nothing to add up, and no sums come. */
async function aggregate(
  { client, alias }: MentionParts,
  incidentIds: readonly string[],
  aggs: Record<string, estypes.AggregationsAggregationContainer>
): Promise<{ total: number; sums: Sums | undefined }> {
  const { hits, aggregations } = await askedIfThere('汇总', noHits, () =>
    client.search<unknown, Sums>({
      index: alias,
      allow_partial_search_results: false,
      query: { terms: { incidentId: [...incidentIds] } },
      size: 0,
      track_total_hits: true,
      aggs
    })
  )
  return { total: typeof hits.total === 'object' ? hits.total.value : (hits.total ?? 0), sums: aggregations }
}

/** Every different value, page after page: a plain `terms` would leave out some without a word. */
function names(field: string, after?: { readonly name: string }): estypes.AggregationsAggregationContainer {
  return { composite: { size: sourcesAPage, sources: [{ name: { terms: { field } } }], ...(after === undefined ? {} : { after }) } }
}

function namesOf(found: Names | undefined): string[] {
  return found?.buckets.map(({ key }) => key.name) ?? []
}

/** A sum over unknown counts is unknown. */
function sumOf(stats: Stats | undefined): number | null {
  return stats === undefined || stats.count === 0 ? null : stats.sum
}

function instantOf(ms: number | null | undefined): Instant | null {
  return ms == null ? null : instantFromMs(ms)
}
