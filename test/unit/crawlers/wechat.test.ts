import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Clock } from '../../../core/clock.ts'
import { parseInstant, type Instant } from '../../../core/instant.ts'
import { articleName } from '../../../crawlers/wechat/article-name.ts'
import { readWechatPage } from '../../../crawlers/wechat/page.ts'
import { bytes, html, json, startSite, status, tagged, type Site } from '../../support/crawlers-site.ts'
import { wechatArticle, wechatMessage } from '../../support/crawlers-wechat.ts'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../../support/crawlers-world.ts'

const now = parseInstant('2026-11-23T12:00:00+08:00') as Instant
const elapsedMs = Date.now()
const clock: Clock = { now: () => now, elapsedMs: () => elapsedMs, speed: 1 }
let site: Site
let world: CrawlWorld
beforeEach(async () => {
  site = await startSite()
  world = createCrawlWorld({ clock })
})
afterEach(async () => {
  await world.close()
  await site.close()
})

const feedPath = '/feeds/MP_WXS_1.json'
const source = (settings: Readonly<Record<string, unknown>> = {}, path = feedPath) =>
  sourceOn(site.origin, 'wechat', path, settings, { kind: 'wechat', name: '公众号' })
const visit = async (settings: Readonly<Record<string, unknown>> = {}) => (await world.visit(source(settings))).health
/** As wewe-rss writes it: JSON Feed 1 with `date_modified` alone. */
const item = (short: string, more: object = {}): object => ({
  id: short,
  url: `${site.origin}/s/${short}`,
  title: '关于大桥封闭的通告',
  content_html: '',
  date_modified: '2026-11-23T01:12:00.000Z',
  author: { name: '临江发布' },
  ...more
})
const feed = (items: readonly object[], path = feedPath): void =>
  site.set(path, json({ version: 'https://jsonfeed.org/version/1', title: '公众号', home_page_url: site.origin, items }))
const mentions = () => world.log.mentions()

describe('an article', () => {
  test('is read on its own page: words, account, author, place, and its time to the second', async () => {
    feed([item('AbCdEf01')])
    site.set('/s/AbCdEf01', wechatArticle())
    expect(await visit()).toMatchObject({ state: 'ok', lastError: null, parsed: 1 })
    expect(mentions()).toMatchObject([
      {
        id: 'wechat:MzA5MDAwMDAwMA==:2650000001:1',
        sourceKind: 'wechat',
        source: '临江发布',
        url: `${site.origin}/s/AbCdEf01`,
        title: '关于大桥封闭的通告',
        text: '因检修封闭。\n请绕行。',
        author: '值班编辑',
        region: '浙江',
        publishedAt: '2026-11-23T01:12:00.000Z',
        publishedPrecision: 'second',
        engagement: { views: null, likes: null, comments: null, reposts: null }
      }
    ])
    expect(world.evidence.kept.has(mentions()[0]?.snapshot ?? '')).toBe(true)
  })

  test('has the time that the page shows where the script does not say one, and that of the feed where neither does', async () => {
    feed([item('AbCdEf01'), item('AbCdEf02', { date_modified: '2026-11-23T00:30:00.000Z' })])
    site.set('/s/AbCdEf01', wechatArticle({ ct: '', biz: 'MzAx' }))
    site.set('/s/AbCdEf02', wechatArticle({ ct: '', shown: '', biz: 'MzAy' }))
    await visit()
    expect(mentions().map(({ publishedAt, publishedPrecision }) => [publishedAt, publishedPrecision])).toEqual([
      ['2026-11-23T01:12:00.000Z', 'minute'],
      ['2026-11-23T00:30:00.000Z', 'second']
    ])
  })

  test('is the same by its short link and by its long one, whatever follows the reader in it', async () => {
    const long = `/s?__biz=MzA5MDAwMDAwMA==&mid=2650000001&idx=1&sn=0a1b2c`
    feed([item('AbCdEf01'), item('x', { url: `${site.origin}${long}&chksm=99&scene=27#rd` })])
    site.set('/s/AbCdEf01', wechatArticle())
    site.set('/s', wechatArticle())
    await visit()
    expect(new Set(mentions().map(({ id }) => id))).toEqual(new Set(['wechat:MzA5MDAwMDAwMA==:2650000001:1']))
    expect(site.paths().at(-2)).toBe('/s?__biz=MzA5MDAwMDAwMA%3D%3D&mid=2650000001&idx=1&sn=0a1b2c')
  })

  test('that speaks of deletion and of risk control is an article all the same', async () => {
    feed([item('AbCdEf01')])
    site.set('/s/AbCdEf01', wechatArticle({ body: '<p>网传“环境异常”“该内容已被发布者删除”的截图系伪造。</p>' }))
    await visit()
    expect(mentions()[0]).toMatchObject({ text: '网传“环境异常”“该内容已被发布者删除”的截图系伪造。' })
    expect(mentions()[0]?.gone).toBeUndefined()
  })

  test('of a short kind has its words in the description', async () => {
    const page = `<html><head><meta property="og:title" content="短讯"><meta property="og:description" content="第一行\\x0a第二行"></head>
      <body><div id="js_content"></div><script>var biz = "MzA5"||"";var mid = "1";var idx = "1";window.item_show_type = "10";</script></body></html>`
    feed([item('AbCdEf01')])
    site.set('/s/AbCdEf01', html(page))
    await visit()
    expect(mentions()[0]).toMatchObject({ id: 'wechat:MzA5:1:1', title: '短讯', text: '第一行\n第二行' })
  })

  test('whose title changed is read again under the same id', async () => {
    feed([item('AbCdEf01')])
    site.set('/s/AbCdEf01', wechatArticle())
    await visit()
    feed([item('AbCdEf01', { title: '关于大桥封闭的通告（更新）' })])
    site.set('/s/AbCdEf01', wechatArticle({ title: '关于大桥封闭的通告（更新）', body: '<p>已恢复通行。</p>' }))
    await visit()
    expect(mentions().map(({ id, text }) => [id, text])).toEqual([
      ['wechat:MzA5MDAwMDAwMA==:2650000001:1', '因检修封闭。\n请绕行。'],
      ['wechat:MzA5MDAwMDAwMA==:2650000001:1', '已恢复通行。']
    ])
  })
})

describe('in an article’s place', () => {
  test.each([
    ['该内容已被发布者删除', ''],
    ['此内容因违规无法查看', '由用户投诉并经平台审核'],
    ['此账号已被屏蔽，内容无法查看', '']
  ])('“%s” is a sign that it is gone and no text of it', async (title, desc) => {
    feed([item('AbCdEf01')])
    site.set('/s/AbCdEf01', wechatMessage(title, desc))
    expect(await visit()).toMatchObject({ lastError: null })
    expect(mentions()).toMatchObject([
      { id: 'wechat:s:AbCdEf01', title: '关于大桥封闭的通告', text: null, gone: { how: 'says-deleted', since: now, words: `${title}${desc}` } }
    ])
  })

  test('risk control stops the visit, tells by the feed what waits, and goes on later under the same ids', async () => {
    feed([item('AbCdEf01'), item('AbCdEf02'), item('AbCdEf03', { title: '又一篇' })])
    for (const short of ['AbCdEf01', 'AbCdEf02', 'AbCdEf03']) site.set(`/s/${short}`, wechatMessage('环境异常', '完成验证后即可继续访问'))
    const { health, notBeforeElapsedMs } = await world.visit(source())
    expect(health).toMatchObject({ lastErrorCode: 'cooldown', lastError: expect.stringContaining('被对方拦下') as string })
    expect((notBeforeElapsedMs ?? 0) - elapsedMs).toBe(900_000)
    expect(site.paths()).toEqual([feedPath, '/s/AbCdEf01'])
    expect(mentions().map(({ id, title, text }) => [id, title, text])).toEqual([
      ['wechat:s:AbCdEf01', '关于大桥封闭的通告', null],
      ['wechat:s:AbCdEf02', '关于大桥封闭的通告', null],
      ['wechat:s:AbCdEf03', '又一篇', null]
    ])
    expect(((await world.visit(source())).notBeforeElapsedMs ?? 0) - elapsedMs).toBe(1_800_000)
    expect(mentions()).toHaveLength(3)
    for (const short of ['AbCdEf01', 'AbCdEf02', 'AbCdEf03']) site.set(`/s/${short}`, wechatArticle())
    expect(await visit()).toMatchObject({ state: 'ok', lastError: null })
    expect(
      mentions()
        .slice(3)
        .map(({ id, text }) => [id, text])
    ).toEqual(['AbCdEf01', 'AbCdEf02', 'AbCdEf03'].map((short) => [`wechat:s:${short}`, '因检修封闭。\n请绕行。']))
    expect(world.deadLetters.letters).toEqual([])
  })

  test('robots.txt that forbids is obeyed: what the feed says is told, and health says why no more', async () => {
    site.set('/robots.txt', bytes(Buffer.from('User-agent: *\nDisallow: /s/\n'), { 'content-type': 'text/plain' }))
    feed([item('AbCdEf01')])
    const health = await visit()
    expect(health).toMatchObject({ state: 'blind', lastErrorCode: 'robots-disallowed', lastError: expect.stringContaining('不允许抓取') as string })
    expect(mentions().map(({ title }) => title)).toEqual(['关于大桥封闭的通告'])
    expect(site.paths()).toEqual([feedPath])
    expect(await world.crawl.pending('source', Number.MAX_SAFE_INTEGER, 10)).toEqual([])
  })

  test('risk control that lasts hides none of what is published meanwhile, however much waits', async () => {
    const blocked = (from: number, to: number) => {
      const shown = Array.from({ length: to - from }, (_, index) => `Short${1000 + from + index}`)
      feed(shown.map((short) => item(short, { title: short })))
      for (const short of shown) site.set(`/s/${short}`, wechatMessage('环境异常'))
    }
    blocked(0, 3)
    await visit({ mostItems: 3 })
    blocked(3, 6)
    await visit({ mostItems: 3 })
    expect(mentions().map(({ title }) => title)).toEqual([0, 1, 2, 3, 4, 5].map((number) => `Short${1000 + number}`))
  })

  test('nothing that can be read is a changed layout, after the feed was told', async () => {
    feed([item('AbCdEf01'), item('AbCdEf02', { title: '另一篇' })])
    site.set('/s/AbCdEf01', html('<html><body><p>新版页面</p></body></html>'))
    site.set('/s/AbCdEf02', status(503))
    expect(await visit()).toMatchObject({ lastErrorCode: expect.stringMatching(/nothing-parsed|http-status|rate-limited/) as string })
    expect(mentions().map(({ title }) => title)).toEqual(['关于大桥封闭的通告', '另一篇'])
  })
})

describe('the feed', () => {
  test('alone is enough where pages are not to be read; a text that wewe-rss could not get is none', async () => {
    feed([
      item('AbCdEf01', { content_html: '<p>因检修<br>封闭。</p>' }),
      item('AbCdEf02', { title: '另一篇', content_html: '获取全文失败，请重试~' })
    ])
    await visit({ follow: false })
    expect(mentions().map(({ id, text, publishedAt }) => [id, text, publishedAt])).toEqual([
      ['wechat:s:AbCdEf01', '因检修\n封闭。', '2026-11-23T01:12:00.000Z'],
      ['wechat:s:AbCdEf02', null, '2026-11-23T01:12:00.000Z']
    ])
    expect(site.paths()).toEqual([feedPath, '/feeds'])
  })

  test('of wewe-rss has no date_published; what it last changed is believed as that only where it is meant', async () => {
    feed([item('AbCdEf01')])
    await visit({ follow: false, modifiedIsPublished: false })
    expect(mentions()[0]).toMatchObject({ publishedAt: null, publishedPrecision: null })
  })

  test('whose articles are all new at a later visit may have lost some between the two, and says so', async () => {
    feed([item('AbCdEf01'), item('AbCdEf02')])
    await visit({ follow: false })
    feed([item('AbCdEf08'), item('AbCdEf09')])
    expect((await visit({ follow: false })).coverage?.capped).toContain('两次抓取之间可能有漏下的')
  })

  test('that is empty is broken, unless that is normal', async () => {
    feed([])
    expect(await visit()).toMatchObject({ lastErrorCode: 'nothing-parsed' })
    expect(await visit({ mayBeEmpty: true })).toMatchObject({ lastError: null })
  })

  test('of a wewe-rss that asks WeChat no more is old, though it answers', async () => {
    feed([item('AbCdEf01')])
    site.set('/s/AbCdEf01', wechatArticle())
    const synced = (hoursAgo: number) =>
      site.set(
        '/feeds',
        json([
          { id: 'MP_WXS_1', name: '临江发布', syncTime: Date.parse(now) / 1000 - hoursAgo * 3600, updateTime: 0 },
          { id: 'MP_WXS_2', name: '别的', syncTime: 0 }
        ])
      )
    synced(12)
    expect(await visit()).toMatchObject({ lastError: null })
    synced(31)
    const health = await visit()
    expect(health).toMatchObject({ lastErrorCode: 'stale-list' })
    expect(health.lastError).toContain('临江发布 2026-11-21')
    expect(health.lastError).not.toContain('别的')
  })

  test('that says again and again that nothing changed is quiet, and no changed layout, also beside a wewe-rss that is asked', async () => {
    const body = JSON.stringify({ version: 'https://jsonfeed.org/version/1', items: [item('AbCdEf01')] })
    site.set(feedPath, tagged(body, 'application/json'))
    site.set('/s/AbCdEf01', wechatArticle())
    site.set('/feeds', json([{ id: 'MP_WXS_1', name: '临江发布', syncTime: Date.parse(now) / 1000 }]))
    for (let visits = 0; visits < 8; visits++) expect(await visit()).toMatchObject({ lastError: null, parsed: 1 })
  })

  test('that is no feed is said', async () => {
    site.set(feedPath, html('<html>nginx</html>'))
    expect(await visit()).toMatchObject({ lastErrorCode: 'feed-unreadable' })
  })
})

test.each([
  ['https://mp.weixin.qq.com/s/AbC_d-9x', 's:AbC_d-9x', 'https://mp.weixin.qq.com/s/AbC_d-9x'],
  [
    'http://mp.weixin.qq.com/s?__biz=MzA5&amp;mid=26&amp;idx=2&amp;sn=ff&amp;chksm=1#rd',
    'MzA5:26:2',
    'https://mp.weixin.qq.com/s?__biz=MzA5&mid=26&idx=2&sn=ff'
  ],
  ['https://mp.weixin.qq.com/s?__biz=MzA5&mid=26', null, null],
  ['https://mp.weixin.qq.com/mp/profile_ext?action=home', null, null],
  ['nothing', null, null]
])('%s is known as %s', (link, key, url) => {
  expect(articleName(link)).toEqual(key === null ? null : { key, url })
})

test('what is neither article nor message is unreadable', () => {
  expect(readWechatPage('<html><body>你好</body></html>', now)).toEqual({ kind: 'unreadable' })
})
