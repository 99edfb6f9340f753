import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { sha256 } from '../../../adapters/hash.ts'
import { hourMs, addMs } from '../../../core/instant.ts'
import { MentionId, unknownEngagement, type Mention } from '../../../core/mention.ts'
import type { AssessedMention, Stores } from '../../../core/ports.ts'
import { RevisitSettings } from '../../../core/revisit-settings.ts'
import { Source } from '../../../core/source.ts'
import { startRevisits, type RevisitDeps } from '../../../crawlers/revisit/run-revisits.ts'
import type { Closable, Place } from '../../contract/place.ts'
import { observation } from '../../support/contract-mentions.ts'
import { html, json, startSite, status, type Site } from '../../support/crawlers-site.ts'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../../support/crawlers-world.ts'
import { embeddedPlace } from '../../support/embedded-place.ts'
import { anchor, document, openingOf } from '../../support/incidents.ts'

let site: Site
let place: Place<Stores>
let stores: Stores & Closable
let world: CrawlWorld
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  place = await embeddedPlace()
  stores = await place.open()
  world = createCrawlWorld({ log: stores.log, crawl: stores.crawl, evidence: stores.evidence })
})
afterAll(async () => {
  await world.close()
  await stores.close()
  await place.remove()
})

let count = 0
let incidentId = ''
const mine = new Set<string>()
beforeEach(async () => {
  site = await startSite()
  count += 1
  incidentId = `inc-${count}`
  mine.clear()
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  const document = await stores.incidents.get(incidentId)
  if (document !== null) await stores.incidents.put({ ...document, version: 2, state: { ...document.state, status: 'closed' } }, 1)
  await site.close()
})

/** Each test has mentions of its own. */
const idOf = (name: string): MentionId => MentionId.parse(/^(weibo|tieba):/.test(name) ? name.replace(':', `:${count}`) : `${name}-${count}`)
const stored = (name: string) => stores.mentions.get(idOf(name))

const opening = '位于高新区的一处仓库今日发生火情，消防救援力量第一时间到场处置，'
const page = (text: string) =>
  html(`<html><head><title>仓库火情通报</title></head><body><h1>仓库火情通报</h1><div class="article-content"><p>${text}</p></div></body></html>`)
const long = `${opening}现场无人员伤亡，起火原因正在调查，后续情况将及时通报，请广大市民不信谣不传谣。`

/** Two fast looks apart, as long as the clock of the test is real: every look is due at the next round. */
const settings = { ...RevisitSettings.parse({}), fastMinutes: 0.0001, slowHours: 0.000_001 }

function revisits(sources: readonly Source[], more: Partial<RevisitDeps> = {}): void {
  const { incidents, mentions, leases } = stores
  const running = startRevisits({ ...world.deps, sources, incidents, mentions, leases, holder: 'one', settings, roundMs: 10, refreshMs: 20, ...more })
  closing.push(() => running.close())
}

/** A mention of an open incident, last seen an hour ago. */
async function followed(id: string, more: Partial<Mention>): Promise<void> {
  const started = addMs(systemClock.now(), -hourMs)
  const made = observation({ id: idOf(id) })
  mine.add(made.mention.id)
  const mention: Mention = { ...made.mention, observedAt: started, snapshot: 'f'.repeat(64), ...more }
  mention.contentHash = sha256(JSON.stringify([mention.title, mention.text]))
  const one: AssessedMention = { ...made, mention }
  const opened = { ...document(openingOf('II', [anchor('detected', started)]), started), id: incidentId }
  if ((await stores.incidents.get(incidentId)) === null) await stores.incidents.put(opened, 0)
  await stores.mentions.putMany([one])
  await stores.mentions.assign([{ id: mention.id, incidentId }])
}

/** What looks told so far; stored as the pipeline would. */
async function told(): Promise<readonly Mention[]> {
  const records = await stores.log.read('mentions', null, 1000)
  const mentions = records
    .filter(({ key }) => mine.has(key))
    .map(({ value }) => JSON.parse(value) as Mention)
    .toSorted((a, b) => (a.observedAt < b.observedAt ? -1 : 1))
  await stores.mentions.putMany(mentions.map((mention) => ({ ...observation({ id: mention.id }), mention })))
  return mentions
}

const until = (condition: () => Promise<boolean> | boolean) => vi.waitUntil(condition, { timeout: 15_000, interval: 20 })
const looks = (path: string) => site.paths().filter((one) => one.startsWith(path)).length
async function furtherLooks(count: number): Promise<void> {
  const before = looks('/statuses/show')
  await until(() => looks('/statuses/show') >= before + count)
}

describe('posts of open incidents', () => {
  test('of weibo are read again: their counts are a series, unknown stays unknown, the first moment of publication stands', async () => {
    let likes = 10
    const post = () => ({
      id: '5123',
      mid: '5123',
      text: '临江大桥堵车',
      created_at: 'Sat Nov 28 08:10:00 +0800 2026',
      user: { id: 1, screen_name: '甲' },
      attitudes_count: likes
    })
    site.set('/statuses/show', (request, response) => {
      json({ ok: 1, data: post() })(request, response)
      likes += 5
    })
    await followed('weibo:5123', {
      sourceKind: 'weibo',
      source: '@甲',
      title: null,
      text: '临江大桥堵车',
      engagement: { ...unknownEngagement, likes: 3 }
    })
    revisits([sourceOn(site.origin, 'weibo', '/', { uids: ['1'] })])
    await until(async () => (await told()).length >= 2)
    const series = await stores.mentions.engagementSeries(idOf('weibo:5123'))
    expect(series.slice(0, 3).map(({ engagement }) => engagement)).toEqual([3, 10, 15].map((count) => ({ ...unknownEngagement, likes: count })))
    expect((await stored('weibo:5123'))?.mention).toMatchObject({ publishedAt: observation({ id: 'x' }).mention.publishedAt })
  })

  test('of weibo that were deleted keep text, counts and snapshot, say so, and are counted', async () => {
    site.set('/statuses/show', json({ ok: 0, msg: '抱歉，此微博已被作者删除' }))
    await followed('weibo:5123', { sourceKind: 'weibo', title: null, text: '临江大桥堵车', engagement: { ...unknownEngagement, likes: 3 } })
    revisits([sourceOn(site.origin, 'weibo', '/', { uids: ['1'] })])
    await until(async () => (await told()).length > 0)
    expect((await stored('weibo:5123'))?.mention).toMatchObject({
      text: '临江大桥堵车',
      engagement: { likes: 3, views: null },
      snapshot: 'f'.repeat(64),
      gone: { how: 'says-deleted', words: '抱歉，此微博已被作者删除' }
    })
    expect(await stores.mentions.rollups([[incidentId]])).toMatchObject([{ mentions: 1, gone: 1 }])
    // A look that was under way while the first word was being stored may say it once more; whoever looks from then on does not.
    await furtherLooks(2)
    const words = (await told()).length
    await furtherLooks(3)
    expect(await told()).toHaveLength(words)
  })

  test('of an endpoint that moved, a wall or an expired sign-in are not taken for deleted', async () => {
    await followed('weibo:5123', { sourceKind: 'weibo' })
    revisits([sourceOn(site.origin, 'weibo', '/', { uids: ['1'] })])
    await until(() => looks('/statuses/show') >= 3)
    const asked = looks('/statuses/show')
    site.set('/statuses/show', json({ ok: -100, msg: '请登录' }))
    await until(() => looks('/statuses/show') > asked)
    expect(await told()).toEqual([])
  })

  test('on the web are gone when two looks agree, and back when they are seen again', async () => {
    site.set('/a.html', page(long))
    site.set('/b.html', status(404))
    await followed('url:a', { url: `${site.origin}/a.html`, sourceId: 'source', title: '仓库火情通报', text: long })
    await followed('url:b', { url: `${site.origin}/b.html`, sourceId: 'source', title: '仓库火情通报', text: long })
    revisits([sourceOn(site.origin, 'portal', '/')])
    await until(async () => (await told()).some(({ id, gone }) => id === idOf('url:b') && gone?.how === 'missing'))
    expect(looks('/b.html')).toBeGreaterThanOrEqual(2)
    expect((await stored('url:a'))?.mention.gone).toBeUndefined()
    site.set('/b.html', page(long))
    await until(async () => (await told(), (await stored('url:b'))?.mention.gone === undefined))
    expect((await stored('url:b'))?.versions).toBe(1)
  })

  test('on a site that moved as a whole are not taken for deleted', async () => {
    for (const id of ['a', 'b', 'c', 'd']) await followed(`url:${id}`, { url: `${site.origin}/${id}.html`, sourceId: 'source', text: long })
    revisits([sourceOn(site.origin, 'portal', '/')])
    await until(() => ['a', 'b', 'c', 'd'].every((id) => looks(`/${id}.html`) >= 3))
    expect((await told()).filter(({ gone }) => gone !== undefined).length).toBeLessThanOrEqual(2)
  })

  test('that were edited are a new version with a snapshot of its own; a changed layout is not', async () => {
    site.set('/a.html', page(`${long}补充：一人受轻伤。`))
    await followed('url:a', { url: `${site.origin}/a.html`, sourceId: 'source', title: '仓库火情通报', text: long })
    revisits([sourceOn(site.origin, 'portal', '/')])
    await until(async () => (await told()).length >= 1)
    const edited = await stored('url:a')
    expect(edited).toMatchObject({ versions: 2, mention: { text: expect.stringContaining('一人受轻伤') as string } })
    expect(await stores.evidence.get(edited?.mention.snapshot ?? '')).not.toBeNull()
    const before = (await told()).length
    site.set('/a.html', html('<html><body><script>render()</script><div id="app"></div></body></html>'))
    const asked = looks('/a.html')
    await until(() => looks('/a.html') >= asked + 3)
    expect((await told()).slice(before).filter(({ text }) => text === null)).toEqual([])
  })

  test('of 贴吧 show how many replies they have now, and say when they were deleted', async () => {
    const page = (replies: string) =>
      json({ error_code: 0, thread: { id: '91', title: '大桥堵车', reply_num: replies, create_time: '1764000000' }, page: { total_page: 1 } })
    site.set('/c/s/pc/sync', json({ error_code: 0, data: { anti: { tbs: 'x' } } }))
    site.set('/c/f/pb/page_pc', page('12'))
    await followed('tieba:91', { sourceKind: 'tieba', sourceId: 'source', url: `${site.origin}/p/91`, title: '大桥堵车', text: '堵了两小时' })
    revisits([sourceOn(site.origin, 'tieba', '/', { forums: ['临江'], signKey: 'key' }, { kind: 'tieba' })])
    // Two looks may tell the same before the first of them is stored.
    await until(async () => (await told()).length >= 1)
    expect((await stored('tieba:91'))?.mention).toMatchObject({ text: '堵了两小时', engagement: { ...unknownEngagement, comments: 12 } })
    site.set('/c/f/pb/page_pc', json({ error_code: 4, error_msg: '该贴已被删除' }))
    await until(async () => (await told()).some(({ gone }) => gone !== undefined))
    expect((await stored('tieba:91'))?.mention).toMatchObject({ engagement: { comments: 12 }, gone: { how: 'says-deleted' } })
  })

  test('of official accounts say in WeChat’s own words that they were deleted; a page of risk control does not', async () => {
    site.set(
      '/s/abcdefgh',
      html('<html><body><div class="weui-msg"><h2 class="weui-msg__title">环境异常</h2><p>完成验证后即可继续访问</p></div></body></html>')
    )
    site.set('/s/gonegone', html('<html><body><div class="weui-msg"><h2 class="weui-msg__title">该内容已被发布者删除</h2></div></body></html>'))
    const wechat = { sourceKind: 'wechat', sourceId: 'source', title: '通报', text: long } as const
    await followed('url:w', { ...wechat, url: `${site.origin}/s/abcdefgh` })
    const elsewhere = site.origin.replace('127.0.0.1', 'localhost')
    await followed('url:x', { ...wechat, url: `${elsewhere}/s/gonegone` })
    revisits([sourceOn(site.origin, 'wechat', '/', {}, { kind: 'wechat', privateHosts: [new URL(elsewhere).host] })])
    await until(async () => (await told()).some(({ id }) => id === idOf('url:x')))
    await until(() => looks('/s/abcdefgh') >= 1)
    expect((await stored('url:x'))?.mention.gone).toMatchObject({ how: 'says-deleted', words: '该内容已被发布者删除' })
    expect((await told()).some(({ id }) => id === idOf('url:w'))).toBe(false)
  })

  test('that robots.txt forbids are not asked for', async () => {
    site.set('/robots.txt', (_, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('User-agent: *\nDisallow: /a.html\n'))
    site.set('/b.html', page(long))
    await followed('url:a', { url: `${site.origin}/a.html`, sourceId: 'source' })
    await followed('url:b', { url: `${site.origin}/b.html`, sourceId: 'source', text: long })
    revisits([sourceOn(site.origin, 'portal', '/')])
    await until(() => looks('/b.html') >= 3)
    expect(looks('/a.html')).toBe(0)
  })

  test('are looked at by one process of two, and by the other when it ends', async () => {
    site.set('/a.html', page(long))
    await followed('url:a', { url: `${site.origin}/a.html`, sourceId: 'source', text: long })
    const asked: string[] = []
    const by = (holder: string): Partial<RevisitDeps> => ({
      holder,
      fetch: (url, options) => {
        asked.push(holder)
        return world.deps.fetch(url, options)
      }
    })
    const sources = [sourceOn(site.origin, 'portal', '/')]
    revisits(sources, by('one'))
    await until(() => asked.length >= 2)
    revisits(sources, by('two'))
    await until(() => asked.length >= 6)
    expect(new Set(asked)).toEqual(new Set(['one']))
    await closing.shift()?.()
    await until(() => asked.includes('two'))
  })

  test('that no source is configured for may not lead to a private address', async () => {
    site.set('/a.html', page(long))
    await followed('url:a', { url: `${site.origin}/a.html`, sourceId: null, text: long })
    const pushed = Source.parse({
      id: 'pushed',
      name: '推送',
      kind: 'portal',
      crawler: 'ingest',
      url: site.origin,
      intervalMinutes: 1,
      allowPrivate: true
    })
    await followed('pushed:1', { url: `${site.origin}/a.html`, sourceId: 'pushed', text: long })
    let tried = 0
    const fetch: RevisitDeps['fetch'] = (url, options) => {
      tried += 1
      return world.deps.fetch(url, options)
    }
    revisits([pushed], { fetch })
    await until(() => tried >= 4)
    expect(site.asked).toEqual([])
  })
})
