import type { Client, estypes } from '@elastic/elasticsearch'
import { asked } from './client.ts'
import { askedIfThere, noHits } from './absent-index.ts'

const defaultPageSize = 1000
const keepAlive = '2m'

/** A query as the client takes it; `QueryDslQueryContainer` itself admits undefined where the client does not. */
export type Query = NonNullable<estypes.SearchRequest['query']>

export interface WholeSearch {
  readonly index: string
  readonly query: Query
  /** Must order completely, so that no document stands on two pages. */
  readonly sort: estypes.SortCombinations[]
  readonly source?: boolean | string[]
  readonly limit: number
  /** Fewer where documents are large; ≤ 10,000. */
  readonly pageSize?: number
}

/** Every hit of a search, however many: one view of the index held open, page after page. Calls `take` with each page. */
export async function searchPages<Source>(
  client: Client,
  { index, query, sort, source, limit, pageSize = defaultPageSize }: WholeSearch,
  take: (hits: readonly estypes.SearchHit<Source>[]) => void | Promise<void>
): Promise<void> {
  if (limit <= pageSize) {
    const found = await askedIfThere('检索', noHits, () =>
      client.search<Source>({
        index,
        // A part of the answer looks like the whole of a smaller one.
        allow_partial_search_results: false,
        query,
        sort,
        size: limit,
        _source: source ?? true,
        track_total_hits: false,
        seq_no_primary_term: true
      })
    )
    return await take(found.hits.hits)
  }
  const pit = await askedIfThere('打开检索视图', null, () => client.openPointInTime({ index, keep_alive: keepAlive }))
  if (pit === null) return
  let id = pit.id
  try {
    let after: estypes.SortResults | undefined
    for (let left = limit; left > 0;) {
      const page = await asked('检索', () =>
        client.search<Source>({
          pit: { id, keep_alive: keepAlive },
          allow_partial_search_results: false,
          query,
          sort,
          size: Math.min(pageSize, left),
          _source: source ?? true,
          track_total_hits: false,
          seq_no_primary_term: true,
          ...(after === undefined ? {} : { search_after: after })
        })
      )
      id = page.pit_id ?? id
      const { hits } = page.hits
      await take(hits)
      left -= hits.length
      after = hits.at(-1)?.sort
      if (hits.length < pageSize || after === undefined) return
    }
  } finally {
    await client.closePointInTime({ id }).catch(() => undefined)
  }
}
