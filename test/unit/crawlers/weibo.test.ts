import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { json, startSite, status, type Site } from '../../support/crawlers-site.ts'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../../support/crawlers-world.ts'

const post = (mid: string, more: object = {}): object => ({
  id: mid,
  mid,
  bid: 'Nabc',
  text: `高新区着火了<br/><img alt="[怒]" src="x.png"><a href="/x">#临江火情#</a> ${mid}`,
  created_at: 'Mon Nov 23 09:12:00 +0800 2026',
  region_name: '发布于 浙江',
  reposts_count: 3,
  comments_count: '1.2万',
  attitudes_count: '100万+',
  isLongText: false,
  pics: { 0: { url: 'x' } },
  user: { id: 1, screen_name: '临江某网友' },
  ...more
})
const answer = (posts: readonly unknown[], more: object = {}): object => ({
  ok: 1,
  data: { cards: posts.map((mblog) => ({ card_type: 9, mblog })), cardlistInfo: {} },
  ...more
})

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
const list = '/api/container/getIndex'
const source = (settings: Readonly<Record<string, unknown>> = { uids: ['1'] }) => sourceOn(site.origin, 'weibo', '/', settings)

describe('a timeline', () => {
  test("gives a mention a post, in the platform's own words and counts", async () => {
    site.set(list, json(answer([post('5001')])))
    expect((await world.visit(source())).health).toMatchObject({ state: 'ok', parsed: 1 })
    expect(world.log.mentions()).toMatchObject([
      {
        id: 'weibo:5001',
        sourceKind: 'weibo',
        source: '@临江某网友',
        author: '临江某网友',
        url: 'https://m.weibo.cn/detail/5001',
        title: null,
        text: '高新区着火了\n[怒]#临江火情# 5001',
        publishedAt: '2026-11-23T01:12:00.000Z',
        publishedPrecision: 'second',
        region: '浙江',
        parentId: null,
        engagement: { views: null, likes: 1_000_000, comments: 12_000, reposts: 3 }
      }
    ])
    expect(site.paths()[0]).toContain('containerid=1076031&page=1')
  })

  test('is observed again when a count moves, and not when nothing does', async () => {
    site.set(list, json(answer([post('5001')])))
    const memory = new Map<string, string>()
    const { visitSource } = await import('../../../crawlers/visit.ts')
    const { neverVisited } = await import('../../../crawlers/health.ts')
    const again = () => visitSource(world.deps, source(), neverVisited('source'), memory, new AbortController().signal)
    await again()
    await again()
    expect(world.log.mentions()).toHaveLength(1)
    site.set(list, json(answer([post('5001', { reposts_count: 90 })])))
    await again()
    expect(world.log.mentions().map(({ id, engagement }) => [id, engagement.reposts])).toEqual([
      ['weibo:5001', 3],
      ['weibo:5001', 90]
    ])
  })

  test('with a repost names the parent and takes it along; a deleted one is only named', async () => {
    site.set(
      list,
      json(
        answer([
          post('5002', { retweeted_status: post('4001') }),
          post('5003', { retweeted_status: { id: '4002', mid: '4002', text: '抱歉，此微博已被删除', user: null } })
        ])
      )
    )
    await world.visit(source())
    expect(world.log.mentions().map(({ id, parentId }) => [id, parentId])).toEqual([
      ['weibo:4001', null],
      ['weibo:5002', 'weibo:4001'],
      ['weibo:5003', 'weibo:4002']
    ])
  })

  test('fetches a long text once', async () => {
    site.set(list, json(answer([post('5001', { isLongText: true, text: '开头...<a href="/status/5001">全文</a>' })])))
    site.set('/statuses/extend', json({ ok: 1, data: { longTextContent: '开头与后来的一切' } }))
    await world.visit(source())
    await world.visit(source())
    expect(world.log.mentions()[0]?.text).toBe('开头与后来的一切')
    expect(site.paths().filter((path) => path.startsWith('/statuses'))).toEqual(['/statuses/extend?id=5001'])
  })

  test('finds posts in groups, and searches by word', async () => {
    site.set(
      list,
      json({
        ok: 1,
        data: {
          cards: [
            {
              card_type: 11,
              card_group: [
                { card_type: 9, mblog: post('5001') },
                { card_type: 4, desc: '广告' }
              ]
            }
          ]
        }
      })
    )
    await world.visit(source({ keywords: ['临江 火情'] }))
    expect(world.log.mentions()).toHaveLength(1)
    const asked = new URL(site.paths()[0] ?? '', site.origin).searchParams
    expect([asked.get('containerid'), asked.get('page_type')]).toEqual(['100103type=61&q=临江 火情', 'searchall'])
  })

  test('keeps good posts beside bad ones; each bad one is a dead letter', async () => {
    site.set(list, json(answer([{ mid: '1' }, post('5001'), { text: '没有编号' }, 'x'])))
    await world.visit(source())
    expect(world.log.mentions().map(({ id }) => id)).toEqual(['weibo:5001'])
    expect(
      world.deadLetters.letters.map(({ place, reason }) => [
        place.replace(/^.* post/, 'post'),
        reason.replace(/^.*: post \d+: /, '').replace(/^.*post \d+: /, '')
      ])
    ).toEqual([
      ['post 1', 'text: 缺少这一项（应为文字）'],
      ['post 3', 'post: 没有编号'],
      ['post 4', 'post: 应为若干“项: 值”，现为“x”']
    ])
  })

  test('that shows the same bad posts again has one dead letter each, also when counts move or the process is another one', async () => {
    const bad = (likes: number) => [
      { mid: '1', attitudes_count: likes },
      post('5001', { text: '<br/>', attitudes_count: likes }),
      { text: '没有编号' }
    ]
    for (const likes of [1, 2, 3]) {
      site.set(list, json(answer([...bad(likes), post('5002')])))
      await world.visit(source())
    }
    expect(world.deadLetters.letters.map(({ body }) => body.slice(0, 20))).toEqual([
      '{"mid":"1","attitude',
      '{"text":"没有编号"}',
      '{"id":"5001","mid":"'
    ])
    site.set(list, json(answer([{ mid: '2' }, post('5002')])))
    await world.visit(source())
    expect(world.deadLetters.letters).toHaveLength(4)
  })

  test('unknown counts and times stay unknown', async () => {
    site.set(
      list,
      json(
        answer([
          post('5001', { created_at: '很久以前', reposts_count: '转发', comments_count: null, attitudes_count: undefined, region_name: undefined })
        ])
      )
    )
    await world.visit(source())
    expect(world.log.mentions()).toMatchObject([
      { publishedAt: null, publishedPrecision: null, region: null, engagement: { views: null, likes: null, comments: null, reposts: null } }
    ])
  })
})

describe("the platform's refusals", () => {
  test.each([432, 418])('HTTP %i is a cooldown that leaves it alone', async (code) => {
    site.set(list, status(code))
    const { health, notBeforeElapsedMs } = await world.visit(source())
    expect(health).toMatchObject({ state: 'failing', lastErrorCode: 'cooldown' })
    expect(health.lastError).toContain(`answered ${code} (risk control)`)
    expect((notBeforeElapsedMs ?? 0) - world.deps.clock.elapsedMs()).toBeGreaterThan(800_000)
    expect(site.paths()).toHaveLength(1)
  })

  test('ok: -100 wants a person, and is blind at once', async () => {
    site.set(list, json({ ok: -100, url: 'https://passport.example/' }))
    expect((await world.visit(source())).health).toMatchObject({ state: 'blind', lastErrorCode: 'sign-in-expired' })
  })

  test('ok: 0 is an error, but an empty search is only quiet', async () => {
    site.set(list, json({ ok: 0, msg: '系统繁忙' }))
    expect((await world.visit(source())).health).toMatchObject({ state: 'failing', lastErrorCode: 'platform' })
    site.set(list, json({ ok: 0, msg: '这里还没有内容', data: { cards: [] } }))
    expect((await world.visit(source())).health).toMatchObject({ state: 'quiet', consecutiveFailures: 0 })
  })

  test.each([
    ['fields missing', { data: {} }, 'nothing-parsed'],
    ['cards without a post', answer([null]), 'nothing-parsed']
  ])('%s is said', async (_, body, code) => {
    site.set(list, json(body))
    expect((await world.visit(source())).health).toMatchObject({ state: 'failing', lastErrorCode: code })
  })

  test('a page instead of JSON is said', async () => {
    site.set(list, (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>验证码</html>'))
    expect((await world.visit(source())).health).toMatchObject({ lastErrorCode: 'wrong-content', state: 'failing' })
  })

  const byAccount = (answers: Readonly<Record<string, object | number>>): void =>
    site.set(list, (request, response) => {
      const uid = new URL(request.url ?? '', site.origin).searchParams.get('value') ?? ''
      const found = answers[uid] ?? 404
      return typeof found === 'number' ? status(found)(request, response) : json(found)(request, response)
    })

  test('of one account hide no other, and are said in the end', async () => {
    byAccount({ 1: { ok: 0, msg: '该用户已被封禁' }, 2: answer([post('5002')]), 3: 403, 4: answer([post('5004')]) })
    const { health } = await world.visit(source({ uids: ['1', '2', '3', '4'] }))
    expect(world.log.mentions().map(({ id }) => id)).toEqual(['weibo:5002', 'weibo:5004'])
    expect(health).toMatchObject({ state: 'failing', lastErrorCode: 'platform', mentionsTotal: 2 })
    expect(health.lastError).toContain('该用户已被封禁')
  })

  test.each([
    ['HTTP 432', 432, 'cooldown'],
    ['ok: -100', { ok: -100 }, 'sign-in-expired']
  ])('%s asks no further account in this visit, and counts more than what failed before', async (_, refusal, code) => {
    byAccount({ 1: { ok: 0, msg: '该用户已被封禁' }, 2: answer([post('5002')]), 3: refusal, 4: answer([post('5004')]) })
    const { health, notBeforeElapsedMs } = await world.visit(source({ uids: ['1', '2', '3', '4'] }))
    expect(world.log.mentions().map(({ id }) => id)).toEqual(['weibo:5002'])
    expect(health.lastErrorCode).toBe(code)
    expect(notBeforeElapsedMs !== null).toBe(code === 'cooldown')
    expect(site.paths()).toHaveLength(3)
  })

  test('keep nothing back that an earlier visit had queued', async () => {
    site.set(list, json(answer([post('5001')])))
    world.log.broken = () => true
    await world.visit(source())
    for (const row of world.crawl.items.values()) row.notBeforeMs = 0
    world.log.broken = null
    site.set(list, status(403))
    await world.visit(source())
    expect(world.log.mentions().map(({ id }) => id)).toEqual(['weibo:5001'])
  })
})
