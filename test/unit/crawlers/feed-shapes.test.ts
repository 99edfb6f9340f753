import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { encodeGbk } from '../../support/crawlers-gbk.ts'
import { bytes, html, json, startSite, tagged, type Site } from '../../support/crawlers-site.ts'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../../support/crawlers-world.ts'

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
const xml = (body: string | Uint8Array) => bytes(Buffer.from(body), { 'content-type': 'text/xml' })
const visit = async (settings: Readonly<Record<string, unknown>> = {}) => (await world.visit(sourceOn(site.origin, 'feed', '/feed', settings))).health
const fields = () =>
  world.log.mentions().map(({ title, text, url, author, publishedAt }) => [title, text, url?.replace(site.origin, '') ?? null, author, publishedAt])

describe('items that no link names', () => {
  const items = (...all: string[]): string =>
    `<rss version="2.0"><channel><title>t</title>${all.map((one) => `<item>${one}</item>`).join('')}</channel></rss>`

  test('with one link for all are all kept, and each is itself at the next visit', async () => {
    const two = items('<title>停水</title><link>/</link>', '<title>停电</title><link>/</link>')
    site.set('/feed', xml(two))
    await visit()
    expect(new Set(world.log.mentions().map(({ id }) => id)).size).toBe(2)
    expect(fields().map(([title]) => title)).toEqual(['停水', '停电'])
    await visit()
    expect(world.log.mentions()).toHaveLength(2)
  })

  test('with neither link nor guid are known by title and date', async () => {
    site.set(
      '/feed',
      xml(items('<title>停水</title><pubDate>Mon, 23 Nov 2026 09:12:00 +0800</pubDate>', '<description>只有正文</description>', '<author>x</author>'))
    )
    await visit()
    expect(fields().map(([title, text]) => title ?? text)).toEqual(['停水', '只有正文'])
    expect(world.deadLetters.letters).toHaveLength(1)
  })

  test('with a session in the link are one each', async () => {
    for (const session of ['sid=a8f0c1', 'PHPSESSID=77', 'visitor=12']) {
      site.set('/feed', xml(items(`<title>停水</title><link>/1.html;jsessionid=${session.length}?${session}</link>`)))
      await visit({ ignoreParams: ['visitor'] })
    }
    expect(world.log.mentions()).toHaveLength(1)
  })
})

describe('a feed', () => {
  test.each([
    [
      'RSS 0.90',
      '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>t</title><link>/</link></channel><item><title>火情</title><link>/1</link></item></rdf:RDF>',
      ['火情', null, '/1', null, null]
    ],
    [
      'RSS 0.91',
      '<?xml version="1.0"?><rss version="0.91"><channel><title>t</title><item><title>火情</title><link>/1</link><description>正文</description></item></channel></rss>',
      ['火情', '正文', '/1', null, null]
    ],
    [
      'RSS 1.0',
      '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel rdf:about="/"><title>t</title></channel><item rdf:about="/1"><title>火情</title><link>/1</link><description>摘要</description><dc:date>2026-11-23T09:12:00+08:00</dc:date><dc:creator>某记者</dc:creator><content:encoded><![CDATA[<p>正文</p>]]></content:encoded></item></rdf:RDF>',
      ['火情', '正文', '/1', '某记者', '2026-11-23T01:12:00.000Z']
    ],
    [
      'Atom 0.3',
      '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>t</title><entry><title>火情</title><link rel="alternate" href="/1"/><id>1</id><issued>2026-11-23T01:12:00Z</issued><content>正文</content></entry></feed>',
      ['火情', '正文', '/1', null, '2026-11-23T01:12:00.000Z']
    ],
    [
      'Atom 1.0 with a base of its own, and only the moment of its last change',
      '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/dir/"><title>t</title><link rel="self" href="/feed"/><entry><title>火情</title><link href="1.html"/><id>1</id><updated>2026-11-23T01:12:00Z</updated><summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>一段</p></div></summary></entry></feed>',
      ['火情', '一段', '/dir/1.html', null, null]
    ]
  ])('of %s is read', async (_, feed, expected) => {
    site.set('/feed', xml(feed))
    await visit()
    expect(fields()).toEqual([expected])
  })

  test('of JSON Feed 1 has one author, of 1.1 several; an item may point elsewhere', async () => {
    site.set(
      '/feed',
      json({
        version: 'https://jsonfeed.org/version/1.1',
        title: 't',
        home_page_url: site.origin,
        items: [
          { id: '1', url: '/1', title: '火情', content_html: '<p>正文</p>', author: { name: '某号' }, date_published: '2026-11-23T09:12:00+08:00' },
          { id: '2', external_url: '/2', content_text: '另一条', authors: [{ name: '甲' }, { name: '乙' }] }
        ]
      })
    )
    await visit()
    expect(fields()).toEqual([
      ['火情', '正文', '/1', '某号', '2026-11-23T01:12:00.000Z'],
      [null, '另一条', '/2', '甲', null]
    ])
  })

  test('as FreshRSS answers the API of Google Reader', async () => {
    site.set(
      '/feed',
      json({
        id: 'user/-/state/com.google/reading-list',
        updated: 1_795_396_320,
        items: [
          {
            id: 'tag:google.com,2005:reader/item/0001',
            crawlTimeMsec: '1795396320000',
            published: 1_795_396_320,
            title: '火情',
            canonical: [{ href: `${site.origin}/1` }],
            summary: { content: '<p>正文</p>' },
            author: '某记者'
          }
        ]
      })
    )
    await visit()
    expect(fields()).toEqual([['火情', '正文', '/1', '某记者', new Date(1_795_396_320_000).toISOString()]])
  })

  test("in GB18030, whose links are relative to the site's front page and not to the feed's own host", async () => {
    const feed = `<?xml version="1.0" encoding="GB2312"?><rss version="2.0"><channel><title>临江</title><link>${site.origin}/news/</link><item><title>高新区火情</title><link>2026/1.html</link><description>浓烟滚滚</description></item></channel></rss>`
    site.set('/feed', xml(encodeGbk(feed)))
    await visit()
    expect(fields()).toEqual([['高新区火情', '浓烟滚滚', '/news/2026/1.html', null, null]])
  })

  test('that stamps each item with the moment of asking says nothing of when it was published', async () => {
    const item = (n: number) => `<item><title>第${n}条</title><link>/${n}</link><pubDate>${new Date().toUTCString()}</pubDate></item>`
    site.set('/feed', xml(`<rss version="2.0"><channel><title>t</title>${item(1)}${item(2)}${item(3)}</channel></rss>`))
    await visit()
    expect(world.log.mentions().map(({ publishedAt }) => publishedAt)).toEqual([null, null, null])
  })

  test('of comments gives each an id of its own, with the post as parent', async () => {
    site.set(
      '/feed',
      xml(
        '<rss version="2.0"><channel><title>t</title><item><title>火情</title><link>/post/1/</link><description>正文</description></item></channel></rss>'
      )
    )
    site.set(
      '/comments/feed',
      xml(
        '<rss version="2.0"><channel><title>t</title><item><title>评论者：甲</title><link>/post/1/#comment-7</link><description>消防车来了</description></item><item><title>评论者：乙</title><link>/post/1/#comment-8</link><description>扑灭了</description></item></channel></rss>'
      )
    )
    await visit({ feeds: [`${site.origin}/comments/feed`] })
    const [post, ...comments] = world.log.mentions()
    expect(new Set(world.log.mentions().map(({ id }) => id)).size).toBe(3)
    expect(comments.map(({ text, parentId }) => [text, parentId])).toEqual([
      ['消防车来了', post?.id],
      ['扑灭了', post?.id]
    ])
  })

  test('whose items are all new at a later visit may have lost some between the two, and says so', async () => {
    const feed = (from: number) =>
      `<rss version="2.0"><channel><title>t</title>${[0, 1].map((n) => `<item><title>第${from + n}条</title><link>/${from + n}</link></item>`).join('')}</channel></rss>`
    site.set('/feed', xml(feed(1)))
    expect((await visit()).coverage?.capped ?? null).toBeNull()
    site.set('/feed', xml(feed(2)))
    expect((await visit()).coverage?.capped ?? null).toBeNull()
    site.set('/feed', xml(feed(8)))
    expect((await visit()).coverage?.capped).toContain('两次抓取之间可能有漏下的')
  })

  test('that fails beside another keeps what the other brought', async () => {
    site.set('/feed', xml('<rss version="2.0"><channel><title>t</title><item><title>火情</title><link>/1</link></item></channel></rss>'))
    site.set('/more', html('<!doctype html><p>新版</p>'))
    expect(await visit({ feeds: [`${site.origin}/more`] })).toMatchObject({ state: 'degraded', lastErrorCode: 'feed-unreadable', mentionsTotal: 1 })
  })

  test('that did not change beside an empty one is no changed layout', async () => {
    const feed = (n: number) => `<rss version="2.0"><channel><title>t</title><item><title>第${n}条</title><link>/${n}</link></item></channel></rss>`
    const none = '<rss version="2.0"><channel><title>t</title></channel></rss>'
    site.set('/more', xml(none))
    const both = { feeds: [`${site.origin}/more`], mayBeEmpty: true }
    for (let n = 1; n <= 7; n++) {
      site.set('/feed', tagged(feed(n), 'text/xml'))
      expect(await visit(both)).toMatchObject({ lastError: null, parsed: 1 })
    }
    expect(await visit(both)).toMatchObject({ lastError: null, parsed: 1 })
  })

  test('item of a platform has the id that its crawler gives it', async () => {
    site.set(
      '/feed',
      xml(
        '<rss version="2.0"><channel><title>t</title><item><title>火情</title><link>https://weibo.com/1234567890/z0JH2lOMb</link></item><item><title>求助</title><link>https://tieba.baidu.com/p/900?pn=1</link></item></channel></rss>'
      )
    )
    await visit()
    expect(world.log.mentions().map(({ id }) => id)).toEqual(['weibo:3501756485200075', 'tieba:900'])
  })
})
