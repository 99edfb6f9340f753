import { describe, expect, test } from 'vitest'
import type { Stores } from '../../core/ports.ts'
import { parseQuery } from '../../core/search-grammar.ts'
import { SearchFilter } from '../../core/search.ts'
import { observation, type MentionTraits } from '../support/contract-mentions.ts'
import { freshPlace, sharedStores, type NewPlace } from './place.ts'

type Mentions = Stores['mentions']

/** What came since, and where it goes on. */
async function arrived(
  mentions: Mentions,
  cursor: string | null,
  { q = '', limit = 100, ...filter }: { q?: string; limit?: number; relevantOnly?: boolean } = {}
) {
  const found = await mentions.arrived({ query: parseQuery(q), filter: SearchFilter.parse(filter), cursor, limit })
  return { ids: found.rows.map(({ mention }) => mention.id as string), cursor: found.cursor }
}

function put(mentions: Mentions, ...all: MentionTraits[]): Promise<unknown> {
  return mentions.putMany(all.map(observation))
}

export function mentionArrivalsContract(name: string, newPlace: NewPlace<{ readonly mentions: Mentions }>): void {
  describe(`${name}: what came since`, () => {
    const stores = sharedStores(newPlace)

    test('is nothing at first, then each new mention that fits, once, whenever it was published', async () => {
      const { mentions } = stores()
      await put(mentions, { id: 'before', title: '积水' })
      const begun = await arrived(mentions, null, { q: '积水' })
      await put(mentions, { id: 'late-news', title: '积水', published: '2020-01-01 00:00' }, { id: 'other', title: '公园', text: '开放' })
      await put(mentions, { id: 'undated', title: '积水', published: null })
      const first = await arrived(mentions, begun.cursor, { q: '积水' })
      const second = await arrived(mentions, first.cursor, { q: '积水' })
      await put(mentions, { id: 'after', title: '又积水' })
      const third = await arrived(mentions, second.cursor, { q: '积水' })
      expect([begun.ids, first.ids.toSorted(), second.ids, third.ids]).toEqual([[], ['late-news', 'undated'], [], ['after']])
    })

    test('does not come again when it is observed again', async () => {
      const { mentions } = stores()
      const begun = await arrived(mentions, null, { q: '再看' })
      await put(mentions, { id: 'again', title: '再看', observed: '2031-03-12 10:00' })
      const first = await arrived(mentions, begun.cursor, { q: '再看' })
      await put(mentions, { id: 'again', title: '再看', engagement: { likes: 5 }, observed: '2031-03-12 11:00' })
      expect([first.ids, (await arrived(mentions, first.cursor, { q: '再看' })).ids]).toEqual([['again'], []])
    })

    test('comes in parts no larger than asked for, none twice, none left out', async () => {
      const { mentions } = stores()
      let { cursor } = await arrived(mentions, null)
      const made = Array.from({ length: 7 }, (_, index) => `part-${index}`)
      await put(mentions, ...made.map((id) => ({ id, title: '分批' })))
      const parts: string[][] = []
      for (let asked = 0; asked < 5; asked += 1) {
        const next = await arrived(mentions, cursor, { q: '分批', limit: 3 })
        parts.push(next.ids)
        cursor = next.cursor
      }
      expect(parts.map(({ length }) => length)).toEqual([3, 3, 1, 0, 0])
      expect(parts.flat().toSorted()).toEqual(made)
    })

    test('is filtered as a search is', async () => {
      const { mentions } = stores()
      const { cursor } = await arrived(mentions, null)
      await put(mentions, { id: 'ours', title: '筛选', relevant: true }, { id: 'theirs', title: '筛选', relevant: false })
      expect((await arrived(mentions, cursor, { q: '筛选', relevantOnly: true })).ids).toEqual(['ours'])
    })

    test('begins anew with the cursor of another store', async () => {
      const { mentions } = stores()
      await put(mentions, { id: 'foreign', title: '外来' })
      const begun = await arrived(mentions, 'elsewhere:7', { q: '外来' })
      await put(mentions, { id: 'own', title: '外来' })
      expect([begun.ids, (await arrived(mentions, begun.cursor, { q: '外来' })).ids]).toEqual([[], ['own']])
    })

    test('has the series of many by their ids, with the places on a hot list', async () => {
      const { mentions } = stores()
      const look = (id: string, observed: string, rank: number | null) => put(mentions, { id, kind: 'hot-list', published: null, observed, rank })
      await look('hot-a', '2031-03-12 10:00', 9)
      await look('hot-a', '2031-03-12 10:10', 3)
      await look('hot-a', '2031-03-12 10:20', null)
      await look('hot-b', '2031-03-12 10:00', 1)
      const ids = ['hot-a', 'hot-b', 'hot-none'].map((id) => observation({ id }).mention.id)
      const series = await mentions.seriesOf(ids)
      expect([...series].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([id, points]) => [id, points.map(({ rank }) => rank)])).toEqual([
        ['hot-a', [9, 3, null]],
        ['hot-b', [1]]
      ])
    })
  })

  test(`${name}: what came is known after a restart`, async () => {
    const place = await freshPlace(newPlace)
    const before = await place.open()
    const { cursor } = await arrived(before.mentions, null)
    await put(before.mentions, { id: 'kept', title: '重启' })
    await before.close()
    const after = await place.open()
    const first = await arrived(after.mentions, cursor)
    expect([first.ids, (await arrived(after.mentions, first.cursor)).ids]).toEqual([['kept'], []])
  })
}
