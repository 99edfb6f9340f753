import type { estypes } from '@elastic/elasticsearch'
import type { Instant } from '../../core/instant.ts'
import type { StoredMention } from '../../core/records.ts'
import { cursorOf, readCursor } from '../../core/search-order.ts'
import { totalCap, type MentionPage, type MentionQuery } from '../../core/search.ts'
import { askedIfThere, noHits } from './absent-index.ts'
import { both, conditionOf, filterConditions } from './mention-conditions.ts'
import { readStored, sortMsOf, storedFields, type StoredFields } from './mention-document.ts'
import type { MentionParts } from './mention-parts.ts'
import { newestFirst } from './mention-reads.ts'

/** The most that a server gives out at once. */
const mostAPage = 10_000

/** A page of what a query finds; sees what this process wrote before, and what others wrote at least a second ago. */
export async function searchMentions({ client, alias, refresher }: MentionParts, query: MentionQuery): Promise<MentionPage<StoredMention>> {
  const condition = both([conditionOf(query.query), ...filterConditions(query.filter)])
  const after = readCursor(query.cursor)
  let next: estypes.SortResults | null = after === null ? null : [sortMsOf(after.sortKey === '' ? null : (after.sortKey as Instant)), after.id]
  await refresher.refreshRecent()
  const rows: StoredMention[] = []
  let found = 0
  // One row more than asked for tells whether there is a next page.
  for (const wanted = query.limit + 1; rows.length < wanted;) {
    const size = Math.min(mostAPage, wanted - rows.length)
    const { hits } = await askedIfThere('检索', noHits, () =>
      client.search<StoredFields>({
        index: alias,
        allow_partial_search_results: false,
        query: condition,
        sort: newestFirst,
        size,
        _source: [...storedFields],
        track_total_hits: totalCap + 1,
        ...(next === null ? {} : { search_after: next })
      })
    )
    if (rows.length === 0) found = typeof hits.total === 'object' ? hits.total.value : (hits.total ?? 0)
    for (const { _source: fields } of hits.hits) if (fields !== undefined) rows.push(readStored(fields))
    next = hits.hits.at(-1)?.sort ?? null
    if (hits.hits.length < size || next === null) break
  }
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    rows: shown,
    total: Math.min(found, totalCap),
    totalCapped: found > totalCap,
    cursor: rows.length > shown.length && last !== undefined ? cursorOf(last.mention) : null
  }
}
