import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { readSecret } from '../../../config/secret.ts'
import type { Clock } from '../../../core/clock.ts'
import { addMs, parseInstant, type Instant } from '../../../core/instant.ts'
import { sourceSettings } from '../../../crawlers/settings.ts'
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
    const { neverVisited } = await import('../../../core/never-visited.ts')
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
    expect(health).toMatchObject({ state: 'degraded', lastErrorCode: 'cooldown' })
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
    expect((await world.visit(source())).health).toMatchObject({ state: 'degraded', lastErrorCode: 'platform' })
    site.set(list, json({ ok: 0, msg: '这里还没有内容', data: { cards: [] } }))
    expect((await world.visit(source())).health).toMatchObject({ state: 'quiet', consecutiveFailures: 0 })
  })

  test.each([
    ['fields missing', { data: {} }, 'nothing-parsed'],
    ['cards without a post', answer([null]), 'nothing-parsed']
  ])('%s is said', async (_, body, code) => {
    site.set(list, json(body))
    expect((await world.visit(source())).health).toMatchObject({ state: 'degraded', lastErrorCode: code })
  })

  test('a page instead of JSON is said', async () => {
    site.set(list, (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>验证码</html>'))
    expect((await world.visit(source())).health).toMatchObject({ lastErrorCode: 'wrong-content', state: 'degraded' })
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
    expect(health).toMatchObject({ state: 'degraded', lastErrorCode: 'platform', mentionsTotal: 2 })
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

describe('what a post says of itself', () => {
  const now = parseInstant('2026-11-23T12:00:00+08:00') as Instant
  const atNoon = () => createCrawlWorld({ clock: { now: () => now, elapsedMs: () => Date.now(), speed: 1 } })

  test.each([
    ['刚刚', '2026-11-23T04:00:00.000Z', 'minute'],
    ['5分钟前', '2026-11-23T03:55:00.000Z', 'minute'],
    ['3小时前', '2026-11-23T01:00:00.000Z', 'hour'],
    ['昨天 12:30', '2026-11-22T04:30:00.000Z', 'minute'],
    ['11-21', '2026-11-20T16:00:00.000Z', 'day'],
    ['Mon Nov 23 09:12:00 +0800 2026', '2026-11-23T01:12:00.000Z', 'second']
  ])('written “%s” it was published at %s', async (written, at, precision) => {
    const there = atNoon()
    site.set(list, json(answer([post('5001', { created_at: written })])))
    await there.visit(source())
    expect(there.log.mentions()).toMatchObject([{ publishedAt: at, publishedPrecision: precision }])
    await there.close()
  })

  test('of its author is a hash of the account and the name that it is published under, also in the evidence', async () => {
    site.set(list, json(answer([post('5001', { user: { id: 1234567890, screen_name: '临江某网友' } })])))
    await world.visit(source())
    const [mention] = world.log.mentions()
    expect(mention).toMatchObject({ author: '临江某网友', authorHash: `weibo:${sha256('1234567890').slice(0, 16)}` })
    const kept = Buffer.from(world.evidence.kept.get(mention?.snapshot ?? '')?.bytes ?? []).toString()
    expect(kept).toContain('临江某网友')
    expect(JSON.stringify(world.log.records) + kept).not.toContain('1234567890')
  })

  test.each([
    ['发布于 浙江', '浙江'],
    ['发布于 浙江 杭州', '浙江'],
    ['来自 iPhone客户端', null],
    ['来自 微博网页版', null],
    ['发布于 美国', '美国'],
    ['发布于 其他', null]
  ])('of its place, %s, is %s', async (region_name, region) => {
    site.set(list, json(answer([post('5001', { region_name })])))
    await world.visit(source())
    expect(world.log.mentions()[0]?.region).toBe(region)
  })

  test('is no text when the platform speaks in its place: it was deleted, or may not be seen', async () => {
    const withheld = [
      '抱歉，此微博已被作者删除。',
      '抱歉，作者已设置仅展示半年内微博，此微博已不可见。',
      '该微博因被多人投诉，根据《微博社区公约》，已被删除。'
    ]
    site.set(list, json(answer([...withheld.map((text, place) => post(`600${place}`, { text, user: null })), post('5001')])))
    const { health } = await world.visit(source())
    expect(world.log.mentions().map(({ id }) => id)).toEqual(['weibo:5001'])
    expect(health).toMatchObject({ lastError: null, parsed: 4 })
    expect(world.deadLetters.letters).toEqual([])
  })

  test('keeps an id that a double does not hold as it is written', async () => {
    const body = JSON.stringify(answer([post('5001', { id: 'ID', mid: 'ID' })])).replaceAll('"ID"', '90071992547409931')
    site.set(list, (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body))
    await world.visit(source())
    expect(world.log.mentions()[0]?.id).toBe('weibo:90071992547409931')
  })
})

describe('comments', () => {
  const comment = (id: string, more: object = {}): object => ({
    id,
    rootid: id,
    text: `评论${id}<img alt="[泪]">`,
    created_at: 'Mon Nov 23 09:30:00 +0800 2026',
    source: '来自浙江',
    like_count: 5,
    total_number: 0,
    user: { id: 77, screen_name: '某路人' },
    comments: false,
    ...more
  })
  const thread = (comments: readonly unknown[], max_id: number | string = 0): object => ({
    ok: 1,
    data: { data: comments, max_id, max_id_type: 1, total_number: 3 }
  })
  const secret = { readSecret: () => 'SUB=made-up-secret' }
  const read = { uids: ['1'], comments: 3, cookie: { env: 'WEIBO_COOKIE' } }

  test('are mentions with a parent, page by page, the answers to them too; of who wrote them only a hash is kept', async () => {
    await world.close()
    world = createCrawlWorld(secret)
    site.set(list, json(answer([post('5001')])))
    const pages = [
      thread([comment('1', { total_number: 1, comments: [comment('2', { rootid: '1' })] })], 141856742801777),
      thread([comment('3', { rootid: '9' })])
    ]
    site.set('/comments/hotflow', (request, response) => json(request.url?.includes('max_id=') ? pages[1] : pages[0])(request, response))
    await world.visit(source(read))
    expect(world.log.mentions().slice(1)).toMatchObject([
      {
        id: 'weibo-comment:1',
        parentId: 'weibo:5001',
        source: '微博',
        author: null,
        authorHash: `weibo:${sha256('77').slice(0, 16)}`,
        text: '评论1[泪]',
        region: '浙江',
        publishedAt: '2026-11-23T01:30:00.000Z',
        engagement: { views: null, likes: 5, comments: 1, reposts: null }
      },
      { id: 'weibo-comment:2', parentId: 'weibo-comment:1' },
      { id: 'weibo-comment:3', parentId: 'weibo-comment:9' }
    ])
    expect(site.paths().slice(1)).toEqual([
      '/comments/hotflow?id=5001&mid=5001&max_id_type=0',
      '/comments/hotflow?id=5001&mid=5001&max_id=141856742801777&max_id_type=1'
    ])
    expect([...world.evidence.kept.values()].map((kept) => Buffer.from(kept?.bytes ?? []).toString()).join('')).not.toContain('某路人')
  })

  test('are read again only when there are more of them, most grown first, and of so many posts', async () => {
    const shown = (counts: readonly number[]) =>
      site.set(list, json(answer(counts.map((comments_count, place) => post(`500${place}`, { comments_count })))))
    site.set('/api/comments/show', json(thread([])))
    const settings = { uids: ['1'], comments: 1, mostThreads: 2 }
    const asked = async () => {
      const before = site.paths().length
      await world.visit(source(settings))
      return site.paths().slice(before + 1)
    }
    shown([4, 0, 9, 2])
    expect(await asked()).toEqual(['/api/comments/show?id=5002&page=1', '/api/comments/show?id=5000&page=1'])
    expect(await asked()).toEqual(['/api/comments/show?id=5003&page=1'])
    expect(await asked()).toEqual([])
    shown([5, 0, 9, 2])
    expect(await asked()).toEqual(['/api/comments/show?id=5000&page=1'])
  })

  test('that cannot be read are refused once, and hide no other', async () => {
    site.set(list, json(answer([post('5001')])))
    site.set('/api/comments/show', json(thread(['x', comment('1'), { id: '4' }])))
    await world.visit(source({ uids: ['1'], comments: 1 }))
    expect(world.log.mentions().map(({ id }) => id)).toEqual(['weibo:5001', 'weibo-comment:1'])
    expect(world.deadLetters.letters).toHaveLength(2)
  })
})

test('reposts are mentions whose parent is the post; one that is withheld is none', async () => {
  site.set(list, json(answer([post('5001', { comments_count: 0 })])))
  const reposts = [
    post('7001', { text: '转发微博', retweeted_status: post('5001') }),
    post('7002', { text: '抱歉，此微博已被作者删除。', user: null })
  ]
  site.set('/api/statuses/repostTimeline', json({ ok: 1, data: { data: reposts, max: 1 } }))
  await world.visit(source({ uids: ['1'], reposts: 5 }))
  expect(world.log.mentions().map(({ id, parentId }) => [id, parentId])).toEqual([
    ['weibo:5001', null],
    ['weibo:7001', 'weibo:5001']
  ])
  expect(site.paths().filter((path) => path.includes('repost'))).toHaveLength(1)
})

test('the hot list gives each word with its place; advertisements have none, and what is gone has left it', async () => {
  const hot = (words: readonly object[]) =>
    site.set(list, json({ ok: 1, data: { cards: [{ card_group: words }, { card_group: [{ desc: '上升' }] }] } }))
  hot([
    { desc: '置顶词', pic: 'https://x.example/img_search_stick.png' },
    { desc: '大桥封闭', scheme: 'https://m.weibo.cn/search?q=1' },
    { desc: '广告', promotion: {} },
    { desc: '暴雨' }
  ])
  await world.visit(source({ hotSearch: true }))
  hot([{ desc: '暴雨' }])
  await world.visit(source({ hotSearch: true }))
  expect(world.log.mentions().map(({ sourceKind, source: name, title, rank }) => [sourceKind, name, title, rank])).toEqual([
    ['hot-list', '微博热搜榜', '置顶词', undefined],
    ['hot-list', '微博热搜榜', '大桥封闭', 1],
    ['hot-list', '微博热搜榜', '暴雨', 2],
    ['hot-list', '微博热搜榜', '置顶词', null],
    ['hot-list', '微博热搜榜', '大桥封闭', null],
    ['hot-list', '微博热搜榜', '暴雨', 1]
  ])
})

describe('the cookie', () => {
  let folder: string
  let elapsedMs = 1_000_000
  beforeEach(async () => {
    await world.close()
    folder = await mkdtemp(join(tmpdir(), 'wanglou-cookie-'))
    const clock: Clock = { now: () => addMs(parseInstant('2026-11-23T12:00:00+08:00') as Instant, elapsedMs), elapsedMs: () => elapsedMs, speed: 1 }
    world = createCrawlWorld({ clock, readSecret: (field, place) => readSecret(field, place, {}) })
  })
  afterEach(() => rm(folder, { recursive: true }))
  const put = (text: string) => writeFile(join(folder, 'cookie'), `${text}\n`)
  const withCookie = (more: object = {}) => source({ uids: ['1'], cookie: { file: join(folder, 'cookie'), ...more } })

  test('is read anew at each visit, is sent, and stands nowhere else', async () => {
    const logged: string[] = []
    const logger = Object.fromEntries(
      ['debug', 'info', 'warn', 'error'].map((level) => [level, (...parts: unknown[]) => logged.push(JSON.stringify(parts))])
    )
    const told = createCrawlWorld({ readSecret: (field, place) => readSecret(field, place, {}), logger: logger as never })
    await put('SUB=first-secret')
    site.set(list, json({ ok: 0, msg: '系统繁忙' }))
    await told.visit(withCookie())
    await put('SUB=second-secret')
    site.set(list, json(answer([{ mid: '1' }, post('5001')])))
    await told.visit(withCookie())
    expect(site.asked.filter(({ path }) => path.startsWith('/api')).map(({ headers }) => headers.cookie)).toEqual([
      'SUB=first-secret',
      'SUB=second-secret'
    ])
    const kept = JSON.stringify([logged, told.log.records, told.deadLetters.letters, [...told.crawl.rows], [...told.crawl.cursors]])
    expect(logged).not.toEqual([])
    expect(kept).not.toContain('secret')
    await told.close()
  })

  test('that is not there wants a person at once, and nothing is asked', async () => {
    expect((await world.visit(withCookie())).health).toMatchObject({ state: 'blind', lastErrorCode: 'sign-in-expired' })
    expect(site.paths()).toEqual([])
  })

  test('that somebody signed in for is asked after first; one that is signed in no more is not used', async () => {
    await put('SUB=a')
    site.set('/api/config', json({ ok: 1, data: { login: false } }))
    site.set(list, json(answer([post('5001')])))
    expect((await world.visit(withCookie({ kind: 'signed-in' }))).health).toMatchObject({ state: 'blind', lastErrorCode: 'sign-in-expired' })
    expect(site.paths()).toEqual(['/api/config'])
    site.set('/api/config', json({ ok: 1, data: { login: true } }))
    await put('SUB=b')
    expect((await world.visit(withCookie({ kind: 'signed-in' }))).health).toMatchObject({ state: 'ok', lastError: null })
  })

  test('that was refused is not tried again for an hour; a new one is at once', async () => {
    await put('SUB=a')
    site.set(list, json({ ok: -100 }))
    await world.visit(withCookie())
    await world.visit(withCookie())
    expect(site.paths()).toHaveLength(1)
    await put('SUB=b')
    await world.visit(withCookie())
    expect(site.paths()).toHaveLength(2)
    elapsedMs += 3_700_000
    await world.visit(withCookie())
    expect(site.paths()).toHaveLength(3)
  })

  test('led away to another host is signed in no more', async () => {
    const passport = await startSite({
      '/signin': (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>请登录</html>')
    })
    await put('SUB=a')
    site.set(list, status(302, { location: `${passport.origin}/signin` }))
    const allowed = { ...withCookie(), privateHosts: [new URL(passport.origin).host] }
    expect((await world.visit(allowed)).health).toMatchObject({ state: 'blind', lastErrorCode: 'sign-in-expired' })
    expect(passport.asked.map(({ headers }) => headers.cookie)).not.toContain('SUB=a')
    await passport.close()
  })

  test('does not belong into the configuration', () => {
    const { weibo } = sourceSettings
    expect(weibo.safeParse({ uids: ['1'], headers: { Cookie: 'SUB=x' } }).error?.issues[0]?.path).toEqual(['headers'])
    expect(weibo.safeParse({ uids: ['1'], cookie: {} }).success).toBe(false)
    expect(weibo.safeParse({ uids: ['1'], cookie: { file: 'a', env: 'B' } }).success).toBe(false)
    expect(weibo.safeParse({}).success).toBe(false)
  })
})

test('each cooldown in a row is twice as long, up to four hours; an answer ends the row', async () => {
  const minutes = async () => Math.round((((await world.visit(source())).notBeforeElapsedMs ?? 0) - world.deps.clock.elapsedMs()) / 60_000)
  site.set(list, status(432))
  expect([await minutes(), await minutes(), await minutes(), await minutes(), await minutes(), await minutes()]).toEqual([15, 30, 60, 120, 240, 240])
  site.set(list, json(answer([post('5001')])))
  await world.visit(source())
  site.set(list, status(418))
  expect(await minutes()).toBe(15)
})

test.each([
  ['HTTP 432', status(432), '被对方拦下'],
  ['ok: -100', json({ ok: -100 }), '被对方拦下']
])('%s is told as blocked in the words of its health', async (_, route, words) => {
  site.set(list, route)
  expect((await world.visit(source())).health.lastError).toContain(words)
})

test('what the visit did not take is said beside what it took', async () => {
  const covered = async (settings: object) => (await world.visit(source({ uids: ['1'], ...settings }))).health.coverage?.capped
  site.set(list, json(answer([post('5001', { comments_count: 3 }), post('5002', { comments_count: 9 })])))
  expect(await covered({})).toBe('账号 1 看到第 1 页仍全是新的，更早的没有看')
  site.set('/api/comments/show', json({ ok: 1, data: { data: [{ id: '1', text: '是的' }], max: 9 } }))
  expect(await covered({ comments: 1, mostThreads: 1 })).toBe('一次最多看 1 条微博的评论和转发，另有 1 条涨了没看')
  expect(await covered({ comments: 1 })).toBe('每条微博最多看 1 页评论')
  expect(await covered({ comments: 1 })).toBeNull()
})

test('comments that the platform does not show are no fault of the source, and not asked for again until there are more', async () => {
  site.set(list, json(answer([post('5001', { comments_count: 3 })])))
  site.set('/api/comments/show', json({ ok: 0, msg: '由于博主隐私设置，你没有权限查看评论' }))
  const settings = { uids: ['1'], comments: 1 }
  expect((await world.visit(source(settings))).health).toMatchObject({ lastError: null })
  await world.visit(source(settings))
  expect(site.paths().filter((path) => path.includes('comments'))).toHaveLength(1)
})

test('a pinned post is old, and says nothing of whether older ones were missed', async () => {
  const pinned = { card_type: 9, profile_type_id: 'proweibotop_', mblog: post('4000') }
  const shown = (mid: string) => site.set(list, json({ ok: 1, data: { cards: [pinned, { card_type: 9, mblog: post(mid) }] } }))
  shown('5001')
  await world.visit(source())
  shown('5002')
  expect((await world.visit(source())).health.coverage?.capped).toContain('仍全是新的')
})

test('of whoever wrote what cannot be read nothing is kept', async () => {
  site.set(list, json(answer([{ mid: '1', user: { id: 1234567890, screen_name: '临江某网友' } }, post('5001')])))
  await world.visit(source())
  expect(JSON.stringify(world.deadLetters.letters)).not.toMatch(/1234567890|临江某网友/)
})
