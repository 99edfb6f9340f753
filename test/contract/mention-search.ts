import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { AssessedMention, MentionStore } from '../../core/ports.ts'
import type { StoredMention } from '../../core/records.ts'
import { parseQuery } from '../../core/search-grammar.ts'
import { scanMentions } from '../../core/search-scan.ts'
import { SearchFilter, totalCap, type MentionPage, type MentionQuery, type TextQuery } from '../../core/search.ts'
import { mentionId, observation, wall } from '../support/contract-mentions.ts'
import { searchCorpus, searchQueries } from '../support/contract-search-corpus.ts'
import { sharedStores, type NewPlace } from './place.ts'

const noFilter = SearchFilter.parse({})

export function mentionSearchContract(name: string, newPlace: NewPlace<{ readonly mentions: MentionStore }>): void {
  describe(`${name}: search`, () => {
    const stores = sharedStores(newPlace)
    let rows: readonly StoredMention[] = []
    beforeAll(async () => {
      const { mentions } = stores()
      rows = await store(mentions, searchCorpus, ['c01', 'c02'])
    })

    test.each(searchQueries.map((query) => [query]))('%j finds what a plain scan finds', async (query) => {
      const asked = textQuery(query)
      expect(await searched(stores().mentions, asked)).toEqual(scanned(rows, asked))
    })

    test('the table is not about nothing', () => {
      const found = searchQueries.filter((query) => scanned(rows, textQuery(query)).total > 0)
      expect(new Set(searchQueries).size).toBeGreaterThanOrEqual(200)
      expect(found.length).toBeGreaterThan(searchQueries.length * 0.7)
    })

    test.each([
      { from: wall('2031-03-12 08:00') },
      { to: wall('2031-03-12 08:00') },
      { from: wall('2031-03-12 00:00'), to: wall('2031-03-13 00:00') },
      { kinds: ['weibo', 'tieba'] },
      { grades: ['II', 'III'] },
      { incidentId: 'case-1' },
      { relevantOnly: true },
      { kinds: ['tieba'], grades: ['IV'], from: wall('2031-03-01 00:00'), relevantOnly: true }
    ])('filters as a plain scan does: %j', async (filter) => {
      for (const text of ['', '爆炸', '-火']) {
        const asked = { query: parseQuery(text), filter: SearchFilter.parse(filter), limit: 100, cursor: null }
        expect(await searched(stores().mentions, asked)).toEqual(scanned(rows, asked))
      }
    })

    test('orders newest first, unknown publication last, then by id, page by page', async () => {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page = await stores().mentions.search({ query: { op: 'all' }, filter: noFilter, limit: 3, cursor })
        expect(page.total).toBe(rows.length)
        seen.push(...page.rows.map((row) => row.mention.id))
        cursor = page.cursor
      } while (cursor !== null)
      expect(seen).toEqual(scanned(rows, textQuery('')).ids)
      expect(seen.slice(-2)).toEqual(['c05', 'c14'])
    })

    test('refuses a cursor that no page gave out', async () => {
      await expect(stores().mentions.search({ query: { op: 'all' }, filter: noFilter, limit: 1, cursor: "' OR 1=1" })).rejects.toMatchObject({
        code: 'invalid-input'
      })
    })
  })

  describe(`${name}: search while mentions come`, () => {
    const stores = sharedStores(newPlace)

    test('a page goes on where the one before ended, whatever was stored in between', async () => {
      const { mentions } = stores()
      const query = { query: parseQuery('"翻页用"'), filter: noFilter, limit: 2 }
      await mentions.putMany(['1', '2', '3', '4'].map((id) => observation({ id: `page-${id}`, text: '翻页用', published: `2030-01-0${id} 10:00` })))
      const first = await mentions.search({ ...query, cursor: null })
      await mentions.putMany([observation({ id: 'page-5', text: '翻页用', published: '2030-01-05 10:00' })])
      const second = await mentions.search({ ...query, cursor: first.cursor })
      expect(first.rows.map((row) => row.mention.id)).toEqual(['page-4', 'page-3'])
      expect(second.rows.map((row) => row.mention.id)).toEqual(['page-2', 'page-1'])
      expect(second.cursor).toBeNull()
    })

    test('finds the newest text of a mention and no longer the one before', async () => {
      const { mentions } = stores()
      const ids = async (text: string): Promise<string[]> =>
        (await mentions.search({ query: parseQuery(text), filter: noFilter, limit: 10, cursor: null })).rows.map((row) => row.mention.id)
      await mentions.putMany([observation({ id: 'edit-1', text: '初稿独有词', observed: '2031-03-12 10:00' })])
      expect(await ids('初稿独有词')).toEqual(['edit-1'])
      await mentions.putMany([observation({ id: 'edit-1', text: '定稿独有词', observed: '2031-03-12 10:01' })])
      expect(await ids('初稿独有词')).toEqual([])
      expect(await ids('定稿独有词')).toEqual(['edit-1'])
    })
  })

  describe(`${name}: search on random texts`, () => {
    const stores = sharedStores(newPlace)
    let rows: readonly StoredMention[] = []
    beforeAll(async () => {
      const texts = fc.sample(fc.tuple(fc.option(randomText), fc.option(randomText)), { numRuns: 150, seed: 7 })
      rows = await store(
        stores().mentions,
        texts.map(([title, text], index) => observation({ id: `r${index}`, title, text })),
        []
      )
    })

    test('any query finds what a plain scan finds', async () => {
      const property = fc.asyncProperty(randomQuery, async (query) => {
        const asked = { query, filter: noFilter, limit: 200, cursor: null }
        expect(await searched(stores().mentions, asked)).toEqual(scanned(rows, asked))
      })
      await expect(fc.assert(property, { numRuns: 400 })).resolves.toBeUndefined()
    })
  })

  describe(`${name}: search of very many`, () => {
    const stores = sharedStores(newPlace)

    test('counts up to the cap and says so', async () => {
      const { mentions } = stores()
      const query = (text: string): MentionQuery => ({ query: parseQuery(text), filter: noFilter, limit: 5, cursor: null })
      for (let start = 0; start < totalCap; start += 1000) {
        await mentions.putMany(Array.from({ length: 1000 }, (_, index) => observation({ id: `n${start + index}`, title: null, text: '雨' })))
      }
      expect(await mentions.search(query('雨'))).toMatchObject({ total: totalCap, totalCapped: false })
      await mentions.putMany([observation({ id: 'one-more', title: null, text: '雨' })])
      expect(await mentions.search(query('雨'))).toMatchObject({ total: totalCap, totalCapped: true })
      expect(await mentions.search(query(''))).toMatchObject({ total: totalCap, totalCapped: true })
      expect((await mentions.search(query('雨'))).rows).toHaveLength(5)
    })
  })
}

/** Few units, so that repetitions and near misses are common; some fold together, some vanish, some are pairs. */
const unit = fc.constantFrom(
  '中',
  '国',
  '人',
  '\u2f08',
  'a',
  'A',
  '\uff41',
  'b',
  ' ',
  '\n',
  '\u200b',
  '。',
  '"',
  '😱',
  '😀',
  '\ud83d',
  '\ufb01',
  '\u0130',
  '0'
)
const randomText = fc.array(unit, { maxLength: 12 }).map((units) => units.join(''))
const term = fc.record({
  op: fc.constant('term' as const),
  text: fc.array(unit, { minLength: 1, maxLength: 4 }).map((units) => units.join('')),
  field: fc.constantFrom('any' as const, 'title' as const, 'text' as const)
})
const randomQuery = fc.letrec<{ query: TextQuery }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3 },
    term,
    fc.record({ op: fc.constantFrom('and' as const, 'or' as const), parts: fc.array(tie('query'), { maxLength: 3 }) }),
    fc.record({ op: fc.constant('not' as const), part: tie('query') })
  )
})).query

async function store(mentions: MentionStore, corpus: readonly AssessedMention[], assigned: readonly string[]): Promise<readonly StoredMention[]> {
  await mentions.putMany(corpus)
  await mentions.assign(assigned.map((id) => ({ id: mentionId(id), incidentId: 'case-1' })))
  return mentions.getMany(corpus.map((one) => one.mention.id))
}

function textQuery(text: string): MentionQuery {
  return { query: parseQuery(text), filter: noFilter, limit: 100, cursor: null }
}

interface Answer {
  readonly ids: readonly string[]
  readonly total: number
  readonly cursor: string | null
}

async function searched(mentions: MentionStore, query: MentionQuery): Promise<Answer> {
  return answerOf(await mentions.search(query))
}

function scanned(rows: readonly StoredMention[], query: MentionQuery): Answer {
  return answerOf(scanMentions(rows, query))
}

function answerOf(page: MentionPage<StoredMention>): Answer {
  return { ids: page.rows.map((row) => row.mention.id), total: page.total, cursor: page.cursor }
}
