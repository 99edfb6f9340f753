import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startSite, type Site } from '../../support/crawlers-site.ts'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../../support/crawlers-world.ts'
import { serveTieba } from '../../support/tieba-site.ts'
import { signed } from '../../../crawlers/tieba/sign.ts'

let site: Site
let world: CrawlWorld
beforeEach(async () => {
  site = await startSite()
  world = createCrawlWorld()
})
afterEach(async () => {
  await world.close()
  await site.close()
})
const visit = async (settings: Readonly<Record<string, unknown>>, memory = new Map<string, string>()) =>
  (await world.visit(sourceOn(site.origin, 'tieba', '/', settings, { kind: 'tieba' }), memory)).health

const floor = (id: number, content: readonly object[], more: object = {}): object => ({ id, author_id: 5, time: 1_795_395_900, content, ...more })
const thread =
  (posts: readonly object[], more: object = {}) =>
  (page: number) => ({
    error_code: 0,
    thread: { id: 7001, title: '仓库着火了', reply_num: posts.length, create_time: 1_795_395_900 },
    first_floor: floor(9001, [{ type: 0, text: '浓烟滚滚' }]),
    post_list: page === 1 ? posts : [floor(9000 + 100 * page, [{ type: 0, text: `第${page}页` }])],
    page: { total_page: 1 },
    forum: { id: 1, name: '临江' },
    user_list: [{ id: 5, name_show: '贴吧用户甲' }],
    ...more
  })

test('a signature is MD5 over the sorted parameters and the key', () => {
  expect(signed({ word: '火', pn: '1' }, 'key')).toEqual({
    word: '火',
    pn: '1',
    subapp_type: 'pc',
    _client_type: '20',
    sign: '96404f04a0ab5afcf4b0fa1a56d6a2ad'
  })
})

describe('a forum', () => {
  test('gives its threads and their replies, an emoticon by its name; the first floor is not told twice', async () => {
    const replies = [
      floor(9001, [{ type: 0, text: '浓烟滚滚' }]),
      floor(9002, [
        { type: 0, text: '吓人' },
        { type: 2, text: 'image_emoticon25', c: '滑稽' }
      ])
    ]
    serveTieba(site, { tids: '7001,0', threads: new Map([['7001', thread(replies)]]) })
    await visit({ forums: ['临江'] })
    expect(world.log.mentions()).toMatchObject([
      {
        id: 'tieba:7001',
        source: '临江吧',
        title: '仓库着火了',
        text: '浓烟滚滚',
        author: '贴吧用户甲',
        url: `${site.origin}/p/7001`,
        publishedPrecision: 'second',
        parentId: null
      },
      { id: 'tieba:p9002', source: '临江吧', title: null, text: '吓人[滑稽]', parentId: 'tieba:7001' }
    ])
  })

  test('asks for the token once, and signs each request', async () => {
    serveTieba(site, { tids: '7001,7002', threads: new Map([['7001', thread([])]]) })
    const memory = new Map<string, string>()
    await visit({ forums: ['临江', '云港'] }, memory)
    await visit({ forums: ['临江'] }, memory)
    expect(site.paths().filter((path) => path.startsWith('/c/s/pc/sync'))).toHaveLength(1)
  })

  test('reads the further pages of a thread', async () => {
    serveTieba(site, { tids: '7001', threads: new Map([['7001', thread([], { page: { total_page: 3 } })]]) })
    await visit({ forums: ['临江'] })
    expect(world.log.mentions().map(({ text }) => text)).toEqual(['浓烟滚滚', '第2页', '第3页'])
  })
})

describe('a search', () => {
  test('takes thread cards alone, counts as people write them, and refuses a card without number', async () => {
    serveTieba(site, {
      cards: [
        { cardInfo: 'related_user', data: {} },
        { cardStyle: 'thread', data: { tid: 7001, title: '<em>仓库</em>着火了', time: 1_795_395_900, post_num: '22W' } },
        { cardInfo: 'thread', data: { title: '没有编号' } }
      ],
      threads: new Map([['7001', thread([])]])
    })
    await visit({ keywords: ['仓库'] })
    expect(world.log.mentions()).toMatchObject([{ title: '仓库着火了', engagement: { comments: 220_000 } }])
    expect(world.deadLetters.letters).toMatchObject([{ reason: expect.stringContaining('没有编号（tid）') as string }])
  })

  test('whose signature is refused names the setting', async () => {
    serveTieba(site, { cards: [], threads: new Map() })
    const health = await visit({ keywords: ['仓库'], signKey: 'old' })
    expect(health).toMatchObject({ state: 'degraded', lastErrorCode: 'platform' })
    expect(health.lastError).toContain('signKey')
  })
})
