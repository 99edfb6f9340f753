import type { MentionStore } from '../ports.ts'
import type { StoredMention } from '../records.ts'
import { SearchFilter } from '../search.ts'

const pageSize = 500

type Page = Awaited<ReturnType<MentionStore['search']>>

/** Every mention of these incidents a page at a time, so that a large matter never stands in memory whole; the next is read meanwhile. */
export async function* eachMentionPage(
  mentions: Pick<MentionStore, 'search'>,
  incidentIds: readonly string[]
): AsyncGenerator<readonly StoredMention[]> {
  for (const incidentId of incidentIds) {
    const filter = SearchFilter.parse({ incidentId })
    const read = (cursor: string | null): Promise<Page> => {
      const page = mentions.search({ query: { op: 'all' }, filter, limit: pageSize, cursor })
      // Waited for in its turn; it may fail before.
      page.catch(() => undefined)
      return page
    }
    for (let next: Promise<Page> | null = read(null); next !== null;) {
      const { rows, cursor }: Page = await next
      next = cursor === null ? null : read(cursor)
      if (rows.length > 0) yield rows
    }
  }
}
