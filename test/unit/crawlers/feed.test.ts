import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseInstant } from '../../../core/instant.ts'
import { encodeGbk } from '../../support/crawlers-gbk.ts'
import { bytes, html, json, startSite, type Site } from '../../support/crawlers-site.ts'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../../support/crawlers-world.ts'

const item = (n: number, more = ''): string =>
  `<item><title>第${n}条 &amp; 通报</title><link>/n/${n}</link><guid>g${n}</guid><description>&lt;p&gt;第${n}条正文&lt;/p&gt;&lt;p&gt;第二段&lt;/p&gt;</description>${more}</item>`
const rss = (items: string, encoding = 'UTF-8'): string =>
  `<?xml version="1.0" encoding="${encoding}"?><rss version="2.0"><channel><title>临江</title>${items}</channel></rss>`
const xml = { 'content-type': 'application/rss+xml' }

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
const visit = (settings: Readonly<Record<string, unknown>> = {}) => world.visit(sourceOn(site.origin, 'feed', '/feed', settings))

describe('a feed', () => {
  test('of RSS gives a mention an item', async () => {
    site.set('/feed', bytes(Buffer.from(rss(item(1, '<pubDate>Mon, 23 Nov 2026 09:12:00 +0800</pubDate>') + item(2))), xml))
    expect((await visit()).health).toMatchObject({ state: 'ok', parsed: 2 })
    expect(world.log.mentions()).toMatchObject([
      {
        title: '第1条 & 通报',
        text: '第1条正文\n第二段',
        url: `${site.origin}/n/1`,
        publishedAt: parseInstant('2026-11-23T09:12:00+08:00'),
        publishedPrecision: 'second'
      },
      { title: '第2条 & 通报', publishedAt: null, publishedPrecision: null }
    ])
  })

  test('of Atom, with its address relative', async () => {
    site.set(
      '/feed',
      bytes(
        Buffer.from(`<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>e1</id><title type="html">火情</title><link href="/a/1"/>
      <published>2026-11-23T01:12:00Z</published><updated>2026-11-24T01:12:00Z</updated><content type="html">&lt;p&gt;正文&lt;/p&gt;</content><author><name>某记者</name></author></entry></feed>`),
        { 'content-type': 'application/atom+xml' }
      )
    )
    await visit()
    expect(world.log.mentions()).toMatchObject([
      { title: '火情', text: '正文', author: '某记者', url: `${site.origin}/a/1`, publishedAt: '2026-11-23T01:12:00.000Z' }
    ])
  })

  test('of JSON that has only modification times leaves the publish time unknown, unless its settings trust them', async () => {
    site.set(
      '/feed',
      json({
        version: 'https://jsonfeed.org/version/1',
        title: 't',
        items: [
          { id: '1', url: 'https://mp.example/s/1', title: '火情', content_html: '获取全文失败，请重试~', date_modified: '2026-11-23T09:12:00+08:00' }
        ]
      })
    )
    await visit()
    expect(world.log.mentions()).toMatchObject([{ title: '火情', text: null, publishedAt: null }])
    const trusting = createCrawlWorld()
    await trusting.visit(sourceOn(site.origin, 'feed', '/feed', { modifiedIsPublished: true }))
    expect(trusting.log.mentions()).toMatchObject([{ publishedAt: '2026-11-23T01:12:00.000Z' }])
    await trusting.close()
  })

  test('in GBK is decoded by its XML declaration', async () => {
    site.set('/feed', bytes(encodeGbk(rss(item(1), 'GBK')), { 'content-type': 'text/xml' }))
    await visit()
    expect(world.log.mentions()[0]?.title).toBe('第1条 & 通报')
  })

  test('is asked conditionally, and an unchanged one is quiet', async () => {
    site.set('/feed', (request, response) =>
      request.headers['if-none-match'] === '"1"' ? response.writeHead(304).end() : response.writeHead(200, { ...xml, etag: '"1"' }).end(rss(item(1)))
    )
    await visit()
    expect((await visit()).health).toMatchObject({ state: 'quiet', consecutiveFailures: 0 })
    expect(world.log.mentions()).toHaveLength(1)
  })

  test('whose validators name only the second in which it answered is asked whole again: WordPress may have published since in that second', async () => {
    const second = 'Sun, 29 Nov 2026 01:37:30 GMT'
    const validators = { etag: '"of-that-second"', 'last-modified': second }
    let posts = item(1)
    site.set('/feed', (request, response) =>
      request.headers['if-none-match'] === validators.etag
        ? response.writeHead(304).end()
        : response.writeHead(200, { ...xml, ...validators, date: second }).end(rss(posts))
    )
    await visit()
    posts = item(2) + item(1)
    await visit()
    expect(world.log.mentions().map(({ title }) => title)).toEqual(['第1条 & 通报', '第2条 & 通报'])
  })

  test('item with a changed text is a new observation of the same mention', async () => {
    site.set('/feed', bytes(Buffer.from(rss(item(1))), xml))
    await visit()
    site.set('/feed', bytes(Buffer.from(rss(item(1).replace('第二段', '更正'))), xml))
    await visit()
    const [before, after] = world.log.mentions()
    expect(after?.id).toBe(before?.id)
    expect(after?.contentHash).not.toBe(before?.contentHash)
  })

  test('item is read on its own page where the settings say so', async () => {
    site.set('/feed', bytes(Buffer.from(rss(item(1))), xml))
    site.set(
      '/n/1',
      html('<title>第1条</title><h1>第1条</h1><div class="article-content"><p>全文在此，位于高新区的一处仓库发生火情，明火已经扑灭。</p></div>')
    )
    await visit({ follow: true })
    expect(world.log.mentions()).toMatchObject([{ text: '全文在此，位于高新区的一处仓库发生火情，明火已经扑灭。' }])
  })

  test.each([
    ['local time that the feed calls GMT is what the page says', 'Mon, 23 Nov 2026 07:23:00 GMT', '2026-11-23 07:23', '2026-11-23T07:23:00+08:00'],
    ['the seconds that the page leaves out part nothing', 'Mon, 23 Nov 2026 07:23:41 GMT', '2026-11-23 07:23', '2026-11-23T07:23:00+08:00'],
    ['what would be in the future is what the page says', 'Mon, 23 Nov 2099 20:00:00 GMT', '2026-11-23 07:23', '2026-11-23T07:23:00+08:00'],
    ['another difference leaves the time of the feed', 'Mon, 23 Nov 2026 06:20:00 GMT', '2026-11-23 07:23', '2026-11-23T06:20:00Z'],
    ['a day alone corrects no time', 'Mon, 23 Nov 2026 00:00:00 GMT', '2026-11-23', '2026-11-23T00:00:00Z'],
    ['a page that says none leaves the time of the feed', 'Mon, 23 Nov 2026 07:23:00 GMT', null, '2026-11-23T07:23:00Z']
  ])('whose items are followed: %s', async (_, pubDate, stated, published) => {
    site.set('/feed', bytes(Buffer.from(rss(item(1, `<pubDate>${pubDate}</pubDate>`))), xml))
    const meta = stated === null ? '' : `<meta name="PubDate" content="${stated}">`
    site.set(
      '/n/1',
      html(
        `<html><head>${meta}<title>第1条 通报</title></head><body><h1>第1条 通报</h1><div class="article-content"><p>全文在此，位于高新区的一处仓库发生火情，明火已经扑灭。</p></div></body></html>`
      )
    )
    await visit({ follow: true })
    expect(world.log.mentions()).toMatchObject([{ publishedAt: parseInstant(published) }])
  })
})

describe('a feed in trouble', () => {
  test('cut off keeps its whole items and says where it broke', async () => {
    const whole = rss(item(1) + item(2) + item(3))
    site.set('/feed', bytes(Buffer.from(whole.slice(0, whole.indexOf('g3'))), xml))
    const { health } = await visit()
    expect(world.log.mentions().map(({ title }) => title)).toEqual(['第1条 & 通报', '第2条 & 通报'])
    expect(health).toMatchObject({ state: 'degraded', lastErrorCode: 'feed-cut-off', mentionsTotal: 2 })
    expect(health.lastError).toBe(
      `网络故障：订阅内容中途断开（source: the feed ${site.origin}/feed is cut off (it ends without </rss>); 2 whole items were kept）`
    )
  })

  test.each([
    ['a bare <', `<item><title>水位 < 20 米 & 下降</title><link>/n/9</link></item>`, ['第1条 & 通报', '水位 < 20 米 & 下降', '第2条 & 通报'], 0],
    ['a missing </title>', `<item><title>第9条<link>/n/9</link></item>`, ['第1条 & 通报', '第2条 & 通报'], 1]
  ])('with %s in one item keeps the others, and counts what it cannot read', async (_, broken, titles, refused) => {
    site.set('/feed', bytes(Buffer.from(rss(item(1) + broken + item(2))), xml))
    expect((await visit()).health).toMatchObject({ state: 'ok', parsed: titles.length })
    expect(world.log.mentions().map(({ title }) => title)).toEqual(titles)
    expect(world.deadLetters.letters).toHaveLength(refused)
  })

  test.each([
    ['JSON that is cut off', '{"version":"https://jsonfeed.org/version/1","items":[{"id":"1"', /JSON that is broken or cut off/],
    ['an HTML page', '<!doctype html><p>新版上线</p>', /it is an HTML page/],
    ['nothing', '', /it is empty/],
    ['words', '系统维护中', /neither XML nor JSON/],
    ['JSON of another kind', '{"code":500}', /no JSON Feed/]
  ])('%s is a failed health row', async (_, body, reason) => {
    site.set('/feed', bytes(Buffer.from(body), { 'content-type': 'text/plain; charset=utf-8' }))
    const { health } = await visit()
    expect(health).toMatchObject({ state: 'degraded', lastErrorCode: 'feed-unreadable' })
    expect(health.lastError).toMatch(reason)
  })

  test('without items is a fault, unless that is normal', async () => {
    site.set('/feed', bytes(Buffer.from(rss('')), xml))
    expect((await visit()).health).toMatchObject({ state: 'degraded', lastErrorCode: 'nothing-parsed' })
    expect((await visit({ mayBeEmpty: true })).health.state).toBe('quiet')
  })

  test('an item without title and text is a dead letter', async () => {
    site.set('/feed', bytes(Buffer.from(rss(`<item><link>/n/9</link></item>${item(1)}`)), xml))
    await visit()
    expect(world.log.mentions()).toHaveLength(1)
    expect(world.deadLetters.letters).toMatchObject([{ code: 'unusable-item', reason: expect.stringContaining('标题和正文都没有') as string }])
  })

  test('an item with neither id nor link nor a word is one dead letter, however often the feed shows it', async () => {
    const nameless = (n: number) => `<item><author>无名${n}</author></item>`
    for (const items of [nameless(1) + item(1), item(2) + nameless(1), nameless(2) + item(2) + nameless(1)]) {
      site.set('/feed', bytes(Buffer.from(rss(items)), xml))
      await visit()
    }
    expect(world.deadLetters.letters.map(({ body }) => /无名\d/.exec(body)?.[0])).toEqual(['无名1', '无名2'])
  })
})
