import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSearches } from '../../../core/saved-search/search-book.ts'
import { queryOf } from '../../../core/saved-search/saved-search.ts'
import { hotMentionId, keepHotListLook, noteHotList } from '../../../core/hot-list-book.ts'
import { sha256 } from '../../../adapters/hash.ts'
import { Source } from '../../../core/source.ts'
import { FacetView, HotView, SavedSearchList, searchPaths } from '../../../dashboard-api/contract-search.ts'
import { Problem } from '../../../dashboard-api/contract.ts'
import { sources, startApp, type TestApp } from '../../support/api-app.ts'
import { ways } from '../../support/alerting-ladder.ts'
import { observation, wall } from '../../support/contract-mentions.ts'

let one: TestApp
let officer: string
let handler: string
let stranger: string

const hotSource = Source.parse({ id: 'hot', name: '某热榜', kind: 'hot-list', crawler: 'hotlist', url: 'http://hot.example/', intervalMinutes: 5 })
const abouts = new Map(
  Object.entries(ways).map(([id, reach]) => [id, { words: id === 'mail' ? '邮件' : '工作台', accepted: '', proof: null, reach }])
)

beforeAll(async () => {
  one = await startApp({ sources: [...sources, hotSource], channels: () => Promise.resolve(abouts) })
  officer = await one.signIn(['duty-officer'])
  handler = await one.signIn(['handler'], 'safety')
  stranger = await one.signIn(['handler'], 'publicity')
  await one.stores.mentions.putMany([
    observation({ id: 'm1', title: '园区异味', kind: 'weibo', source: '@临江身边事', published: '2031-03-12 09:00', grade: 'II', polarity: -1 }),
    observation({ id: 'm2', title: '园区异味再现', text: '=1+1', published: '2031-03-12 10:30', polarity: -1 }),
    observation({ id: 'm3', title: '公园开放', text: '春天', published: '2031-03-11 10:00', relevant: false })
  ])
})
afterAll(() => one.close())

describe('what a search finds as a whole', () => {
  it('is counted by kind, source, grade and sentiment, and by the hour', async () => {
    const answer = await one.call(officer, 'GET', `${searchPaths.facets}?q=${encodeURIComponent('异味 情感:负面')}&unit=hour`)
    const { kinds, grades, polarities, bars, total } = FacetView.parse(answer.body)
    expect([answer.status, total]).toEqual([200, 2])
    expect(kinds.map(({ words, count }) => [words, count])).toEqual([
      ['论坛', 1],
      ['微博', 1]
    ])
    expect([grades.map(({ words }) => words), polarities]).toEqual([['未定级', '重大'], [{ polarity: -1, words: '负面', count: 2 }]])
    expect(bars.map(({ at }) => at)).toEqual([wall('2031-03-12 09:00'), wall('2031-03-12 10:00')])
  })

  it('is asked over a range that begins before it ends; one the other way round is refused, naming both', async () => {
    const range = `from=${wall('2031-03-12 09:00')}&to=${wall('2031-03-11 09:00')}`
    for (const path of ['/api/mentions', searchPaths.facets, searchPaths.export]) {
      const { status, body } = await one.call(officer, 'GET', `${path}?${range}`)
      expect([status, Problem.parse(body).fields.map((field) => field.path)]).toEqual([400, ['from', 'to']])
      expect(Problem.parse(body).detail).toContain(`from（${wall('2031-03-12 09:00')}）晚于 to（${wall('2031-03-11 09:00')}）`)
    }
    expect((await one.call(officer, 'GET', `/api/mentions?from=${wall('2031-03-11 09:00')}&to=${wall('2031-03-12 09:00')}`)).status).toBe(200)
  })

  it('goes as a file that runs no formula, and that it went is noted', async () => {
    const answer = await one.call(officer, 'GET', `${searchPaths.export}?q=${encodeURIComponent('异味')}`)
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8'])
    expect(answer.text).toContain('"园区异味再现","\'=1+1"')
    expect(answer.text.split('\r\n')).toHaveLength(3)
    const entries = await one.stores.audit.read(0, 100)
    expect(entries.at(-1)).toMatchObject({ action: 'mention.export', subject: 'csv' })
  })

  it('of a query that cannot be read is refused', async () => {
    for (const path of [searchPaths.facets, searchPaths.export]) {
      const answer = await one.call(officer, 'GET', `${path}?q=${encodeURIComponent('"没完')}`)
      expect([answer.status, Problem.parse(answer.body).detail]).toEqual([400, '查询有误：引号没有配对'])
    }
  })
})

describe('a saved search', () => {
  const request = {
    name: '园区异味',
    terms: { q: '异味', kinds: ['weibo'] },
    alert: { count: 2, minutes: 30, quiet: [{ from: '22:00', to: '07:00' }], posts: [{ contactId: 'desk', channel: 'mail' }] }
  }

  async function list(cookie: string): Promise<SavedSearchList> {
    return SavedSearchList.parse((await one.call(cookie, 'GET', searchPaths.saved)).body)
  }

  it('is kept, changed, paused and deleted by whose it is, each noted, and seen by nobody else', async () => {
    const made = await one.call(officer, 'POST', searchPaths.saved, request, { 'idempotency-key': 'k1' })
    const again = await one.call(officer, 'POST', searchPaths.saved, request, { 'idempotency-key': 'k1' })
    const [row] = SavedSearchList.parse(again.body).rows
    expect([made.status, SavedSearchList.parse(again.body).rows.length, row?.toldTo, row?.lastHitAt]).toEqual([
      201,
      1,
      ['工作台', '值班室（邮件）'],
      null
    ])
    const { id, version } = row ?? { id: '', version: 0 }
    expect((await list(handler)).rows).toEqual([])
    expect((await one.call(handler, 'POST', searchPaths.pause(id), { paused: true, version })).status).toBe(403)

    await one.call(officer, 'POST', searchPaths.pause(id), { paused: true, version })
    const stale = await one.call(officer, 'POST', searchPaths.savedById(id), { ...request, name: '改名', version })
    const changed = await one.call(officer, 'POST', searchPaths.savedById(id), { ...request, name: '改名', version: version + 1 })
    expect([stale.status, changed.status, SavedSearchList.parse(changed.body).rows[0]]).toMatchObject([409, 200, { name: '改名', paused: true }])

    expect((await one.call(officer, 'DELETE', searchPaths.savedById(id))).status).toBe(200)
    expect([(await list(officer)).rows, (await one.call(officer, 'DELETE', searchPaths.savedById(id))).status]).toEqual([[], 404])
    const noted = (await one.stores.audit.read(0, 200)).filter(({ subject }) => subject === id)
    expect(noted.map(({ action }) => action)).toEqual([
      'search.save',
      'search.save',
      'search.pause',
      'search.pause',
      'search.change',
      'search.change',
      'search.delete',
      'search.delete'
    ])
  })

  it('begins its alert at the moment it is saved, goes on or is given one, and not when somebody looks first', async () => {
    const came = async (): Promise<string[]> => {
      const stored = (await readSearches(one.stores.crawl, one.clock.elapsedMs())).find(({ name }) => name === '起点')
      if (stored === undefined) throw new Error('the search was not kept')
      const { rows } = await one.stores.mentions.arrived({ ...queryOf(stored.terms), cursor: stored.arrivalsFrom ?? null, limit: 10 })
      return rows.map(({ mention }) => mention.id)
    }
    const put = (id: string) => one.stores.mentions.putMany([observation({ id, kind: 'weibo', title: '园区异味', published: '2031-03-10 09:00' })])
    const made = await one.call(officer, 'POST', searchPaths.saved, { ...request, name: '起点' })
    const { id, version } = SavedSearchList.parse(made.body).rows.find(({ name }) => name === '起点') ?? { id: '', version: 0 }
    await put('after-saving')
    expect(await came()).toEqual(['after-saving'])
    await one.call(officer, 'POST', searchPaths.pause(id), { paused: true, version })
    await put('while-paused')
    await one.call(officer, 'POST', searchPaths.pause(id), { paused: false, version: version + 1 })
    await put('after-resuming')
    expect(await came()).toEqual(['after-resuming'])
    await one.call(officer, 'POST', searchPaths.savedById(id), { ...request, name: '起点', alert: null, version: version + 2 })
    await one.call(officer, 'POST', searchPaths.savedById(id), { ...request, name: '起点', version: version + 3 })
    await put('after-alert')
    expect(await came()).toEqual(['after-alert'])
    expect((await one.call(officer, 'DELETE', searchPaths.savedById(id))).status).toBe(200)
  })

  it('of a department is seen by its people, and of the desk by the desk', async () => {
    await one.call(handler, 'POST', searchPaths.saved, { ...request, name: '部门', owner: 'department', alert: null })
    await one.call(officer, 'POST', searchPaths.saved, { ...request, name: '值班', owner: 'desk', alert: null })
    const colleague = await one.signIn(['handler'], 'safety')
    const analyst = await one.signIn(['analyst'])
    const seen = await Promise.all([colleague, analyst, stranger].map(async (cookie) => (await list(cookie)).rows.map(({ name }) => name)))
    expect(seen).toEqual([['部门'], ['值班'], []])
  })

  it.each([
    ['a post of another department', 'handler', { posts: [{ contactId: 'desk', channel: 'mail' }] }, 409, '不在您的部门'],
    ['a channel that is off', 'officer', { posts: [{ contactId: 'desk', channel: 'sms' }] }, 409, '没有启用'],
    ['a post that the channel does not reach', 'officer', { posts: [{ contactId: 'analysts', channel: 'mail' }] }, 409, '没有邮箱地址'],
    ['no count', 'officer', { count: 0 }, 400, '条数至少 1'],
    ['a time that is none', 'officer', { quiet: [{ from: '25:00', to: '07:00' }] }, 400, '17:30']
  ])('with %s is refused', async (_, who, alert, status, words) => {
    const answer = await one.call(who === 'officer' ? officer : handler, 'POST', searchPaths.saved, {
      ...request,
      alert: { ...request.alert, posts: [], ...alert }
    })
    expect([answer.status, Problem.parse(answer.body).detail]).toEqual([status, expect.stringContaining(words) as string])
  })
})

describe('hot lists', () => {
  beforeAll(async () => {
    const { crawl, mentions } = one.stores
    const entries = ['园区爆炸', '某剧开播', '还没入库'].map((title, index) => ({
      key: title,
      title,
      text: null,
      url: `http://hot.example/${index}`,
      published: null,
      rank: index + 1
    }))
    await noteHotList(crawl, { sourceId: 'hot', list: 'weibo', name: '某热榜' })
    await noteHotList(crawl, { sourceId: 'gone', list: 'old', name: '已撤的榜' })
    await keepHotListLook(crawl, { sourceId: 'hot', list: 'weibo' }, { changedAt: wall('2031-03-12 10:20'), entries })
    const id = (title: string): string => hotMentionId('weibo', title, sha256)
    await mentions.putMany([
      observation({ id: id('园区爆炸'), kind: 'hot-list', title: '园区爆炸', published: null, observed: '2031-03-12 10:00', rank: 7 })
    ])
    await mentions.putMany([
      observation({ id: id('园区爆炸'), kind: 'hot-list', title: '园区爆炸', published: null, observed: '2031-03-12 10:20', rank: 1 }),
      observation({
        id: id('某剧开播'),
        kind: 'hot-list',
        title: '某剧开播',
        published: null,
        observed: '2031-03-12 10:20',
        rank: 2,
        relevant: false
      })
    ])
    await mentions.assign([{ id: observation({ id: id('园区爆炸') }).mention.id, incidentId: 'case-1' }])
  })

  it('show each entry with its places over time, when it came, whether it concerns us and its incident', async () => {
    const answer = await one.call(officer, 'GET', `${searchPaths.hot}?list=${encodeURIComponent('hot:weibo')}`)
    const { lists, entries } = HotView.parse(answer.body)
    expect(lists.map(({ id, entries: count, concerning, stateWords }) => [id, count, concerning, stateWords])).toEqual([
      ['hot:weibo', 3, 1, '还没有采集记录']
    ])
    expect(entries.map(({ title, rank, best, concern, incidentId }) => [title, rank, best, concern, incidentId])).toEqual([
      ['园区爆炸', 1, 1, 'ours', 'case-1'],
      ['某剧开播', 2, 2, 'none', null],
      ['还没入库', 3, null, null, null]
    ])
    expect(entries[0]).toMatchObject({ since: wall('2031-03-12 10:00'), firstSeenAt: wall('2031-03-12 10:00') })
    expect(entries[2]).toMatchObject({ since: null, firstSeenAt: null, curve: [] })
  })

  it('show without a list what concerns us on any, and know no list that is not there', async () => {
    const all = HotView.parse((await one.call(officer, 'GET', searchPaths.hot)).body)
    expect([all.list, all.entries.map(({ title }) => title)]).toEqual([null, ['园区爆炸']])
    expect((await one.call(officer, 'GET', `${searchPaths.hot}?list=none`)).status).toBe(404)
  })
})
