import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { Sources } from '../../../../config/schema.ts'
import { guessByAddress } from '../../../../crawlers/guess/by-address.ts'
import { guessByPage } from '../../../../crawlers/guess/by-page.ts'
import { stanzaOf } from '../../../../crawlers/guess/stanza.ts'
import { trySource, type Trial } from '../../../../crawlers/guess/try-source.ts'
import { sourceSettings } from '../../../../crawlers/settings.ts'
import { FatalError } from '../../../../core/errors.ts'
import { classedFaultWords } from '../../../../core/fetch-fault-words.ts'
import { parseInstant, type Instant } from '../../../../core/instant.ts'
import { bytes, html, json, startSite, status, type Site } from '../../../support/crawlers-site.ts'
import { createCrawlWorld, type CrawlWorld } from '../../../support/crawlers-world.ts'

const now = parseInstant('2026-11-23T12:00:00+08:00') as Instant
const item = (n: number): string =>
  `<item><title>临江第${n}条</title><link>/p/${n}</link><pubDate>Mon, 23 Nov 2026 09:0${n}:00 +0800</pubDate><description>${'供水抢修进展。'.repeat(40)}</description></item>`
const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>临江杂记</title>${[1, 2, 3, 4, 5].map(item).join('')}</channel></rss>`
const short = rss.replaceAll(/供水抢修进展。/g, '')
const article =
  '<html><head><title>位于高新区的仓库发生火情</title></head><body><h1>位于高新区的仓库发生火情</h1><div class="article-content"><p>消防救援力量第一时间到场处置，无人员伤亡，原因正在调查，周边道路已经恢复通行。</p></div></body></html>'
const list = (path: (n: number) => string): string =>
  `<ul>${Array.from({ length: 6 }, (_, n) => `<li><a href="${path(n)}">临江区第${n}项民生工程进展公布</a><span>2026-11-2${n}</span></li>`).join('')}</ul>`
const government = `<html><head><title>要闻</title><meta name="SiteName" content="临江区人民政府"><meta name="ColumnName" content="政务要闻"></head><body>${list((n) => `./202611/t2026112${n}_${1000 + n}.html`)}<script>createPageHTML(12, 0, "index", "html")</script></body></html>`

class FetchTooLargeLike extends FatalError {
  readonly code = 'too-large'

  constructor() {
    super('https://a.example/: over 8 MB', { metadata: {} })
  }
}

/** As it stands in a file, and as `check-config` reads it. */
function accepted(stanza: Trial['stanza']): (typeof Sources)['_output'][number] {
  const [source] = Sources.parse(parse(stringify([stanza])))
  if (source === undefined) throw new Error('no source')
  sourceSettings[source.crawler].parse(source.settings)
  return source
}

describe('a source that is tried', () => {
  let site: Site
  let world: CrawlWorld
  beforeAll(async () => {
    site = await startSite({
      '/comments/feed/': bytes(Buffer.from(rss.replaceAll('/p/', '/p/c')), { 'content-type': 'application/rss+xml' }),
      '/feed.xml': bytes(Buffer.from(rss), { 'content-type': 'application/rss+xml' }),
      '/blog/': html(
        '<html><head><title>临江杂记</title><meta name="generator" content="WordPress 6.8"><link rel="alternate" type="application/rss+xml" title="评论" href="/comments/feed/"><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body></body></html>'
      ),
      '/gov/': html(government),
      '/article': html(article),
      '/wall': status(403),
      '/secret': html(government),
      '/robots.txt': (_, response) => response.writeHead(200).end('User-agent: *\nDisallow: /secret\n')
    })
    for (let n = 0; n < 6; n++) site.set(`/gov/202611/t2026112${n}_${1000 + n}.html`, html(article))
    world = createCrawlWorld()
  })
  afterAll(async () => {
    await world.close()
    await site.close()
  })
  test('as a page that leads to a sign-in is called a wall', async () => {
    site.set('/moved', (_, response) => response.writeHead(302, { location: '/user/login?next=%2F' }).end())
    site.set('/user/login', html('<title>用户中心</title><form><input type="text"><input type="password"></form>'))
    expect((await tried('/moved')).fault).toContain('要登录才给看')
  })

  test('as a page that only leads on, or that scripts fill, says what to do, and never that it changed', async () => {
    site.set('/front', html('<html><head><meta http-equiv="refresh" content="0; url=html/2026-11/23/node_2.htm"></head><body></body></html>'))
    site.set('/shell', html('<html><head><title>临江</title></head><body><div id="app"></div><script src="/app.js"></script></body></html>'))
    site.set('/empty', html('<html><head><title>临江</title></head><body></body></html>'))
    expect((await tried('/front')).fault).toContain(`source test ${site.origin}/html/2026-11/23/node_2.htm`)
    expect((await tried('/shell')).fault).toContain('render: true')
    const { fault } = await tried('/empty')
    expect(fault).toContain('页面打开了')
    expect(fault).not.toMatch(/改版|版面已变|[a-z]/)
  })

  test('as a list whose rows cannot be had does not say that it changed', async () => {
    const unit = '/api-gateway/jpaas-publish-server/front/page/build/unit'
    site.set('/col/', html(`<html><body><div id="list"></div><script url="${unit}" queryData="{'webId':'9'}"></script></body></html>`))
    site.set(unit, json({ data: { html: '<p>暂无</p>' } }))
    const { guess, run } = await tried('/col/')
    expect(guess?.settings).toEqual({ family: 'jpaas' })
    expect(run?.health.lastError).toBe('页面打开了，但读不出列表，也读不出文章')
  })

  test('says a class once, where the words begin with it', () => {
    expect(classedFaultWords(new FetchTooLargeLike())).toBe('内容过大（https://a.example/: over 8 MB）')
  })

  test('as a feed that no one can read is no article', async () => {
    site.set(
      '/broken.xml',
      bytes(Buffer.from('<?xml version="1.0"?><rss version="2.0"><channel><title>临江<</channel></rss>'), { 'content-type': 'text/xml' })
    )
    expect(await tried('/broken.xml')).toMatchObject({ guess: null, article: null, fault: expect.stringContaining('不是可读的订阅内容') as string })
  })

  const tried = (path: string): Promise<Trial> => trySource(world.deps, `${site.origin}${path}`, true)

  test('as a blog is read by the feeds that its page names, that of its comments apart', async () => {
    const { guess, run, stanza } = await tried('/blog/')
    expect(guess).toMatchObject({ crawler: 'blog', settings: { feed: `${site.origin}/feed.xml`, comments: `${site.origin}/comments/feed/` } })
    expect(run?.mentions.map(({ title }) => title)).toEqual(['临江第1条', '临江第2条', '临江第3条'])
    expect(accepted(stanza)).toMatchObject({ name: '临江杂记', kind: 'blog', crawler: 'blog', allowPrivate: true })
  })

  test('as a government site has its further pages and its rank, and shows a few articles', async () => {
    const before = site.paths().length
    const { guess, run, stanza } = await tried('/gov/')
    expect(guess?.family).toBe('政府网站（TRS）')
    expect(run?.mentions).toHaveLength(3)
    expect(run?.mentions[0]).toMatchObject({ title: '位于高新区的仓库发生火情' })
    // The list to look, the list as the crawler reads it and its next pages until nothing is new, three articles.
    expect(site.paths().length - before).toBeLessThanOrEqual(8)
    expect(accepted(stanza)).toMatchObject({
      name: '临江区人民政府 政务要闻',
      mediaTier: 'official',
      settings: { family: 'trs' }
    })
  })

  test('that is an article and no list shows how it would be read', async () => {
    const { guess, stanza, article: read } = await tried('/article')
    expect([guess, stanza]).toEqual([null, null])
    expect(read?.title).toBe('位于高新区的仓库发生火情')
  })

  test('that does not let us in says why, by its class, and robots.txt is kept to', async () => {
    expect((await tried('/wall')).fault).toContain('被对方拦下')
    expect((await tried('/secret')).fault).toContain('不允许抓取')
    expect(site.paths()).not.toContain('/secret')
  })
})

describe('a page is known by', () => {
  const guessed = (text: string, url = 'https://linjiang.example/index.html') => guessByPage({ url, finalUrl: url, contentType: null, text }, now)

  test.each([
    [
      'its feed of JSON that has only modification times',
      '{"version":"https://jsonfeed.org/version/1","title":"号","items":[{"id":"1","url":"https://a.example/1","date_modified":"2026-11-23T01:00:00Z"}]}',
      'feed',
      { follow: true, modifiedIsPublished: true }
    ],
    [
      'its root, a sitemap',
      '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example/1</loc></url></urlset>',
      'portal',
      {}
    ],
    [
      'the route of its feed, that of an account',
      '{"version":"https://jsonfeed.org/version/1","title":"号","items":[{"id":"1","url":"https://mp.weixin.qq.com/s/abcdef","title":"通告","date_modified":"2026-11-23T01:00:00Z"}]}',
      'wechat',
      {},
      'https://wewe.linjiang.example/feeds/MP_WXS_1.json'
    ],
    ['the route of its feed, that of videos', rss, 'video', { from: 'feed' }, 'https://rsshub.linjiang.example/bilibili/user/video/2'],
    ['the route of its feed, that of posts, whose texts are short', short, 'feed', {}, 'https://rsshub.linjiang.example/weibo/user/1'],
    [
      'the day in its address and its layouts, an e-paper',
      '<html><head><title>临江日报</title></head><body><a href="node_3.htm">第02版</a><a href="content_1.htm">临江区第1号公告全文公布</a><a href="content_2.htm">临江区第2号公告全文公布</a></body></html>',
      'portal',
      { epaper: { issue: 'https://paper.linjiang.example/html/{yyyy}-{MM}/{dd}/node_2.htm' } },
      'https://paper.linjiang.example/html/2026-11/23/node_2.htm'
    ],
    ['links with dates, a list', `<html><body>${list((n) => `/2026/${1000 + n}.html`)}</body></html>`, 'portal', {}],
    [
      'the script that fetches its rows, a column of 大汉 JPaaS, though it links to nothing itself',
      '<html><head><title>要闻</title><meta name="SiteName" content="临江区人民政府"><meta name="SiteIDCode" content="3300000001"><meta name="ColumnName" content="政务要闻"></head><body><nav><a href="/">首页</a></nav><div id="list"></div><script type="text/javascript" url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{\'webId\':\'9\',\'parseType\':\'bulidstatic\',\'tagId\':\'当前栏目list\'}"></script><footer><a href="/about.html">关于我们</a></footer></body></html>',
      'portal',
      { family: 'jpaas' },
      'https://www.linjiang.example/col/col12/index.html'
    ],
    [
      'its generator, Discuz!, by its boards',
      '<html><head><meta name="generator" content="Discuz! X3.4"></head><body><a href="forum.php?mod=forumdisplay&fid=2">城事</a><a href="forum.php?mod=forumdisplay&fid=3">求助</a></body></html>',
      'forum',
      { boards: ['https://linjiang.example/forum.php?mod=forumdisplay&fid=3'] }
    ]
  ])('%s', (_, text, crawler, settings, url?: string) => {
    const [guess] = guessed(text, url)
    expect(guess?.crawler).toBe(crawler)
    expect(guess?.settings).toEqual(settings)
    expect(accepted(guess === undefined ? null : (stanzaOf(guess, false)?.stanza ?? null)).crawler).toBe(crawler)
  })

  test('the name of its paper, without day and page', () => {
    const page =
      '<html><head><title>临江日报 2026-11-23 第02版：要闻</title></head><body><a href="node_3.htm">版</a><a href="content_1.htm">甲</a><a href="content_2.htm">乙</a></body></html>'
    expect(guessed(page, 'https://paper.linjiang.example/html/2026-11/23/node_2.htm')[0]?.name).toBe('临江日报')
  })

  test.each(['', '{"a":1}', '<html><body><p>没有链接</p></body></html>'])('nothing where it is none of all: %j', (text) => {
    expect(guessed(text)).toEqual([])
  })
})

describe('an address is known by', () => {
  test.each([
    ['https://weibo.com/u/1234567890', 'weibo', { uids: ['1234567890'] }],
    ['https://m.weibo.cn/search?containerid=100103type%3D61%26q%3D%E5%81%9C%E6%B0%B4', 'weibo', { keywords: ['停水'] }],
    ['https://tieba.baidu.com/f?kw=%E4%B8%B4%E6%B1%9F', 'tieba', { forums: ['临江'] }],
    ['https://newsnow.example/api/s?id=weibo', 'hotlist', { board: 'newsnow', list: 'weibo' }],
    ['https://mp.weixin.qq.com/s/abc', 'wechat', {}],
    ['https://s.weibo.com/weibo?q=%E5%81%9C%E6%B0%B4', 'weibo', { keywords: ['停水'] }],
    ['https://s.weibo.com/top/summary?cate=realtimehot', 'hotlist', { board: 'weibo-page' }],
    ['https://weibo.com/ajax/side/hotSearch', 'hotlist', { board: 'weibo' }],
    ['https://top.baidu.com/board?tab=realtime', 'hotlist', { board: 'baidu' }],
    ['https://www.toutiao.com/hot-event/hot-board/?origin=toutiao_pc', 'hotlist', { board: 'toutiao' }],
    ['https://www.zhihu.com/hot', 'hotlist', { board: 'zhihu' }],
    ['https://tieba.baidu.com/hottopic/browse/topicList', 'hotlist', { board: 'tieba' }],
    ['https://www.douyin.com/hot', 'hotlist', { board: 'douyin' }],
    ['https://cache.thepaper.cn/contentapi/wwwIndex/rightSidebar', 'hotlist', { board: 'thepaper' }],
    ['https://www.bilibili.com/video/av1', 'video', { from: 'feed' }],
    ['https://www.xiaohongshu.com/explore/66f0', 'video', { from: 'feed' }],
    ['http://127.0.0.1:8080/api/data/files', 'video', { from: 'media-crawler' }]
  ])('%s', (url, crawler, settings) => {
    const guess = guessByAddress(url)
    expect(guess).toMatchObject({ crawler, settings })
    expect(accepted(guess === null ? null : (stanzaOf(guess, false)?.stanza ?? null)).crawler).toBe(crawler)
  })

  test('nothing where any site may stand there', () => {
    expect(guessByAddress('https://linjiang.example/forum.php')).toBeNull()
  })

  test('and makes lines that the configuration takes, switched off while something is missing', () => {
    const of = (url: string) => {
      const guess = guessByAddress(url)
      return guess === null ? null : stanzaOf(guess, false)
    }
    expect(accepted(of('https://weibo.com/u/1234567890')?.stanza ?? null)).toMatchObject({ id: 'weibo-cn-1234567890', enabled: true })
    expect(accepted(of('https://weibo.com/')?.stanza ?? null).enabled).toBe(false)
  })
})
