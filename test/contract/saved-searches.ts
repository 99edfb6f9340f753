import { describe, expect, test } from 'vitest'
import type { Actor } from '../../core/actor.ts'
import { parseInstant, type Instant } from '../../core/instant.ts'
import type { CrawlState } from '../../core/ports.ts'
import { addSearch, changeSearch, keepWatch, readSearch, readSearches, readWatch, removeSearch } from '../../core/saved-search/search-book.ts'
import { SearchTerms, type SavedSearch } from '../../core/saved-search/saved-search.ts'
import { freshWatch } from '../../core/saved-search/search-watch.ts'
import { freshPlace, type NewPlace } from './place.ts'

const at = parseInstant('2031-03-12T02:00:00Z') as Instant
const nowMs = 1_900_000_000_000
const by: Actor = { kind: 'person', id: 'p1', name: '甲', roles: [], departmentId: null }

function search(id: string, more: Partial<SavedSearch> = {}): SavedSearch {
  return {
    id,
    version: 1,
    name: `检索${id}`,
    owner: { kind: 'person', id: 'p1', name: '甲' },
    terms: SearchTerms.parse({ q: '积水' }),
    alert: { count: 3, minutes: 10, quiet: [{ from: '22:00', to: '07:00' }], posts: [] },
    paused: false,
    createdAt: at,
    createdBy: by,
    changedAt: at,
    changedBy: by,
    ...more
  }
}

export function savedSearchesContract(name: string, newPlace: NewPlace<{ readonly crawl: CrawlState }>): void {
  describe(`${name}: saved searches`, () => {
    test('are there after a restart as they were changed last, and gone once deleted', async () => {
      const place = await freshPlace(newPlace)
      const before = await place.open()
      await addSearch(before.crawl, search('one'), nowMs)
      await addSearch(before.crawl, search('two'), nowMs)
      await changeSearch(before.crawl, search('one'), { ...search('one'), name: '改了名', paused: true })
      await removeSearch(before.crawl, search('two'))
      await keepWatch(before.crawl, 'one', { ...freshWatch('x'), rounds: 4 })
      await before.close()
      const { crawl } = await place.open()
      expect(await readSearches(crawl, nowMs)).toEqual([search('one', { version: 2, name: '改了名', paused: true })])
      expect([(await readWatch(crawl, 'one'))?.rounds, await readWatch(crawl, 'two')]).toEqual([4, null])
    })

    test('of two who change the same version one is refused, whether they change or delete', async () => {
      const place = await freshPlace(newPlace)
      const { crawl } = await place.open()
      await addSearch(crawl, search('one'), nowMs)
      const outcomes = await Promise.allSettled([
        changeSearch(crawl, search('one'), search('one', { name: '先' })),
        changeSearch(crawl, search('one'), search('one', { name: '后' })),
        removeSearch(crawl, search('one'))
      ])
      const codes = outcomes.map((one) => (one.status === 'rejected' ? (one.reason as { code?: string }).code : 'done'))
      expect(codes.toSorted((a = '', b = '') => (a < b ? -1 : a > b ? 1 : 0))).toEqual(['conflict', 'conflict', 'done'])
    })

    test('one that is not there says so', async () => {
      const place = await freshPlace(newPlace)
      const { crawl } = await place.open()
      await expect(readSearch(crawl, 'none', nowMs)).rejects.toMatchObject({ code: 'not-found' })
    })
  })
}
