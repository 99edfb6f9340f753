import type { MentionStore } from '../ports.ts'
import type { StoredMention } from '../records.ts'
import { SearchFilter } from '../search.ts'

const pageSize = 500

/** Every mention of these incidents a page at a time, so that a large matter never stands in memory whole. */
export async function* eachMentionPage(
  mentions: Pick<MentionStore, 'search'>,
  incidentIds: readonly string[]
): AsyncGenerator<readonly StoredMention[]> {
  for (const incidentId of incidentIds) {
    const filter = SearchFilter.parse({ incidentId })
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<MentionStore['search']>> = await mentions.search({ query: { op: 'all' }, filter, limit: pageSize, cursor })
      if (page.rows.length > 0) yield page.rows
      cursor = page.cursor
    } while (cursor !== null)
  }
}
