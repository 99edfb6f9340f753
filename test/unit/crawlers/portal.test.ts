import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseInstant } from '../../../core/instant.ts'
import { encodeGbk } from '../../support/crawlers-gbk.ts'
import { bytes, html, startSite, status, type Site } from '../../support/crawlers-site.ts'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../../support/crawlers-world.ts'
import { neverVisited } from '../../../core/never-visited.ts'
import { visitSource } from '../../../crawlers/visit.ts'

const list = (rows: readonly (readonly [string, string, string])[]): string =>
  `<html><body><div class="nav"><a href="/">网站首页导航栏目</a></div><ul>${rows.map(([path, title, day]) => `<li><a href="${path}">${title}</a><span>${day}</span></li>`).join('')}</ul></body></html>`
const article = (
  title: string,
  byline = '2026-11-23 11:05 来源：临江日报'
): string => `<html><head><title>${title}_临江在线</title></head><body><h1>${title}</h1><div>${byline}</div><div class="words">
  <p>临江市应急管理局通报，位于高新区的一处仓库发生火情，消防救援力量第一时间到场处置，明火已经扑灭。</p><p>经初步核查，火情未造成人员伤亡，周边群众已有序疏散，事故原因正在调查之中。</p></div></body></html>`

let site: Site
let world: CrawlWorld
beforeEach(async () => {
  site = await startSite({
    '/list': html(
      list([
        ['/a/1001.html', '高新区一仓库发生火情', '11-23'],
        ['/a/1002.html', '临江大桥今日正式通车', '11-22']
      ])
    ),
    '/a/1001.html': html(article('高新区一仓库发生火情')),
    '/a/1002.html': html(article('临江大桥今日正式通车', ''))
  })
  world = createCrawlWorld()
})
afterEach(async () => {
  await world.close()
  await site.close()
})

describe('a portal', () => {
  test("gives one mention an article, with time, evidence and the list's date where the article has none", async () => {
    const { health } = await world.visit(sourceOn(site.origin, 'portal', '/list'))
    const [fire, bridge] = world.log.mentions()
    expect(fire).toMatchObject({
      sourceKind: 'portal',
      source: '临江在线',
      sourceId: 'source',
      url: `${site.origin}/a/1001.html`,
      title: '高新区一仓库发生火情',
      publishedPrecision: 'minute',
      publishedAt: parseInstant('2026-11-23T11:05:00+08:00'),
      engagement: { views: null, likes: null, comments: null, reposts: null },
      drill: false
    })
    expect(fire?.text).toMatch(/^临江市应急管理局通报.*\n经初步核查/)
    expect(world.evidence.kept.get(fire?.snapshot ?? '')?.bytes).toEqual(Buffer.from(article('高新区一仓库发生火情')))
    expect(fire?.fetchedElapsedMs).toBeGreaterThan(0)
    expect(bridge).toMatchObject({ title: '临江大桥今日正式通车', publishedPrecision: 'day' })
    expect(health).toMatchObject({ state: 'ok', parsed: 2, mentionsTotal: 2, consecutiveFailures: 0, lastError: null })
  })

  test('is asked again for its list only, until something new stands there', async () => {
    const source = sourceOn(site.origin, 'portal', '/list')
    await world.visit(source)
    expect((await world.visit(source)).health).toMatchObject({ state: 'quiet', mentionsTotal: 2 })
    expect(site.paths()).toEqual(['/list', '/a/1001.html', '/a/1002.html', '/list'])
    site.set(
      '/list',
      html(
        list([
          ['/a/1003.html', '高新区火情原因查明', '11-24'],
          ['/a/1001.html', '高新区一仓库发生火情', '11-23']
        ])
      )
    )
    site.set('/a/1003.html', html(article('高新区火情原因查明')))
    expect((await world.visit(source)).health).toMatchObject({ state: 'ok', mentionsTotal: 3 })
  })

  test('in GBK with a wrong header is read', async () => {
    site.set(
      '/list',
      bytes(encodeGbk(`<meta charset="gb2312">${list([['/a/1.html', '高新区一仓库发生火情', '2026-11-23']])}`), {
        'content-type': 'text/html; charset=iso-8859-1'
      })
    )
    site.set(
      '/a/1.html',
      bytes(encodeGbk(article('高新区一仓库发生火情').replace('<head>', '<head><meta charset="utf-8">')), { 'content-type': 'text/html' })
    )
    await world.visit(sourceOn(site.origin, 'portal', '/list'))
    expect(world.log.mentions()[0]).toMatchObject({ title: '高新区一仓库发生火情' })
  })

  test('is read by selectors, over several pages', async () => {
    site.set(
      '/board',
      html(
        '<div class="row"><a class="t" href="/a/1001.html">甲</a><i>2026-11-23</i></div><div class="row"><a class="t" href="/a/1001.html">甲</a></div><a href="/a/9999.html">广告广告广告 2026-11-23</a>'
      )
    )
    site.set('/board_2', html('<div class="row"><a class="t" href="/a/1002.html">乙</a><i>2026-11-22</i></div>'))
    await world.visit(
      sourceOn(site.origin, 'portal', '/board', {
        list: { item: '.row', link: 'a.t', time: 'i' },
        pages: { template: '/board_{n}', from: 2, most: 5 }
      })
    )
    expect(site.paths()).toEqual(['/board', '/board_2', '/board_3', '/a/1001.html', '/a/1002.html'])
  })

  test('reads an article that stands far behind the beginning of its page, and keeps its bytes', async () => {
    const page = article('高新区一仓库发生火情').replace('<body>', `<body><script>${'var a = 1;'.repeat(60_000)}</script>`)
    site.set('/a/1001.html', html(page))
    await world.visit(sourceOn(site.origin, 'portal', '/list'))
    const fire = world.log.mentions().find(({ url }) => url === `${site.origin}/a/1001.html`)
    expect(fire?.text).toMatch(/^临江市应急管理局通报.*\n经初步核查/)
    expect(fire).toMatchObject({ title: '高新区一仓库发生火情', publishedAt: parseInstant('2026-11-23T11:05:00+08:00') })
    expect(Buffer.from(world.evidence.kept.get(fire?.snapshot ?? '')?.bytes ?? []).toString()).toBe(page)
  })

  test('whose article shows no time anywhere leaves it unknown', async () => {
    site.set('/list', html('<ul><li><a href="/a/1002.html">临江大桥今日正式通车</a></li></ul>'))
    await world.visit(sourceOn(site.origin, 'portal', '/list'))
    expect(world.log.mentions()[0]).toMatchObject({ publishedAt: null, publishedPrecision: null })
  })
})

describe('a portal in trouble', () => {
  const rows = (count: number) => list(Array.from({ length: count }, (_, n) => [`/a/${1000 + n}.html`, `临江新闻第${n}条标题`, '11-23'] as const))
  test.each([
    ['links without end', rows(20_000)],
    ['text without end', `${rows(3)}${'啊'.repeat(1_100_000)}`]
  ])('a list with %s is read at its beginning, and says so', async (_, page) => {
    site.set('/list', html(page))
    site.set('/a/1000.html', html(article('临江新闻第0条标题')))
    const { health } = await world.visit(sourceOn(site.origin, 'portal', '/list', { mostArticles: 1 }))
    expect(health.coverage?.capped).toContain('太长')
    expect(health.parsed).toBeLessThanOrEqual(3_000)
  })

  test('one bad article is a dead letter and stops no other', async () => {
    site.set('/a/1001.html', bytes(Buffer.from('%PDF-1.7'), { 'content-type': 'application/pdf' }))
    const { health } = await world.visit(sourceOn(site.origin, 'portal', '/list'))
    expect(world.log.mentions().map(({ title }) => title)).toEqual(['临江大桥今日正式通车'])
    expect(world.deadLetters.letters).toMatchObject([
      { stage: 'crawl', source: 'source', place: `${site.origin}/a/1001.html`, code: 'wrong-content' }
    ])
    expect(world.deadLetters.letters[0]?.reason).toContain('application/pdf, not an HTML page')
    expect(health.state).toBe('ok')
  })

  test('a 10 MB article is refused with its reason', async () => {
    site.set('/a/1001.html', html('x'.repeat(10_000_000)))
    await world.visit(sourceOn(site.origin, 'portal', '/list'))
    expect(world.deadLetters.letters).toMatchObject([{ code: 'too-large', place: `${site.origin}/a/1001.html` }])
  })

  test.each([
    ['a changed layout', html('<p>系统维护中</p>'), /^版面已变：/],
    ['a wall', status(403), /^被对方拦下：/],
    ['a page that is gone', status(404), /^页面已撤：/],
    ['a server in trouble', status(502), /^网络故障：/]
  ] as const)('%s is told by its class before anything else', async (_, route, words) => {
    site.set('/list', route)
    expect((await world.visit(sourceOn(site.origin, 'portal', '/list'))).health.lastError).toMatch(words)
  })

  test.each([
    ['a list without a link', html('<p>系统维护中</p>'), 'nothing-parsed', /no link on it looks like an article/],
    [
      'a list that is no HTML',
      bytes(Uint8Array.of(0x50, 0x4b, 3, 4, 0), { 'content-type': 'application/zip' }),
      'wrong-content',
      /application\/zip, not an HTML page/
    ],
    [
      'a list of an unknown charset',
      bytes(encodeGbk('临江大桥'), { 'content-type': 'text/html; charset=x-klingon' }),
      'unknown-charset',
      /unknown charset "x-klingon"/
    ],
    ['a list that is forbidden', status(403), 'http-status', /answered 403/],
    ['a server in trouble', status(502), 'http-status', /answered 502/]
  ] as const)('%s is a failed health row that says so', async (_, route, code, reason) => {
    site.set('/list', route)
    const { health } = await world.visit(sourceOn(site.origin, 'portal', '/list'))
    expect(health).toMatchObject({ state: 'degraded', consecutiveFailures: 1, lastErrorCode: code, lastOkAt: null })
    expect(health.lastError).toMatch(reason)
    expect(health.lastError).toContain(`${site.origin}/list`)
  })

  test('robots.txt that forbids the list makes it blind at once', async () => {
    site.set('/robots.txt', bytes(Buffer.from('User-agent: *\nDisallow: /list'), { 'content-type': 'text/plain' }))
    expect((await world.visit(sourceOn(site.origin, 'portal', '/list'))).health).toMatchObject({ state: 'blind', lastErrorCode: 'robots-disallowed' })
  })

  test('a private address is refused unless the source says so', async () => {
    const { health } = await world.visit(sourceOn(site.origin, 'portal', '/list', {}, { allowPrivate: false }))
    expect(health).toMatchObject({ state: 'blind', lastErrorCode: 'fetch-refused-address' })
    expect(site.asked).toEqual([])
  })

  test('an article that could not be had waits in the frontier and is not lost', async () => {
    site.set('/a/1001.html', status(503))
    await world.visit(sourceOn(site.origin, 'portal', '/list'))
    const waiting = [...world.crawl.items.values()].filter(({ done }) => !done)
    expect(waiting.map(({ item }) => [item.url, item.tries])).toEqual([[`${site.origin}/a/1001.html`, 1]])
    expect(world.deadLetters.letters).toEqual([])
  })

  test('429 with a long wait leaves the source alone for that long', async () => {
    site.set('/list', status(429, { 'retry-after': '900' }))
    const { notBeforeElapsedMs } = await world.visit(sourceOn(site.origin, 'portal', '/list'))
    expect((notBeforeElapsedMs ?? 0) - world.deps.clock.elapsedMs()).toBeGreaterThan(890_000)
  })
})

describe('one list of several in trouble', () => {
  const other = list([['/a/1003.html', '高新区火情原因查明', '11-24']])
  const several = () => sourceOn(site.origin, 'portal', '/broken', { lists: [`${site.origin}/list`, `${site.origin}/other`] })
  beforeEach(() => {
    site.set('/other', html(other))
    site.set('/a/1003.html', html(article('高新区火情原因查明')))
  })

  test('hides no other, and is said in the end', async () => {
    site.set('/broken', status(403))
    const { health } = await world.visit(several())
    expect(world.log.mentions()).toHaveLength(3)
    expect(health).toMatchObject({ state: 'degraded', lastErrorCode: 'http-status', mentionsTotal: 3 })
    expect(health.lastError).toContain('/broken')
  })

  test('keeps no article waiting that was queued before', async () => {
    site.set('/broken', html(list([['/a/1003.html', '高新区火情原因查明', '11-24']])))
    site.set('/a/1003.html', status(503))
    const source = sourceOn(site.origin, 'portal', '/broken')
    await world.visit(source)
    for (const row of world.crawl.items.values()) row.notBeforeMs = 0
    site.set('/broken', status(403))
    site.set('/a/1003.html', html(article('高新区火情原因查明')))
    expect((await world.visit(source)).health).toMatchObject({ lastErrorCode: 'http-status', mentionsTotal: 1 })
  })

  test('that wants to be left alone is the last that its host is asked for, articles included', async () => {
    site.set('/list', status(429, { 'retry-after': '900' }))
    site.set('/broken', html(list([['/a/1001.html', '高新区一仓库发生火情', '11-23']])))
    const { health, notBeforeElapsedMs } = await world.visit(several())
    expect((notBeforeElapsedMs ?? 0) - world.deps.clock.elapsedMs()).toBeGreaterThan(890_000)
    expect(health.state).toBe('degraded')
    expect(new Set(site.paths())).toEqual(new Set(['/broken', '/list']))
    expect([...world.crawl.items.values()].map(({ item, done }) => [item.url, done])).toEqual([[`${site.origin}/a/1001.html`, false]])
  })
})

describe('older pages of a list', () => {
  const paged = () => sourceOn(site.origin, 'portal', '/list', { pages: { template: '/list_{n}', from: 2, most: 4 } })
  beforeEach(() => {
    const newest = list([['/a/1001.html', '高新区一仓库发生火情', '11-23']])
    site.set('/list', (request, response) =>
      request.headers['if-none-match'] === '"1"' ? response.writeHead(304).end() : html(newest, { etag: '"1"' })(request, response)
    )
    site.set('/list_2', html(list([['/a/1002.html', '临江大桥今日正式通车', '11-22']])))
    site.set('/list_3', html(list([['/a/1003.html', '高新区火情原因查明', '11-21']])))
    site.set('/a/1003.html', html(article('高新区火情原因查明')))
  })

  test.each(['/list_2', '/list_3'])('are read at the next visit when %s failed, though nothing on the first is new', async (path) => {
    const whole = path === '/list_2' ? '/a/1002.html' : '/a/1003.html'
    site.set(path, status(403))
    expect((await world.visit(paged())).health).toMatchObject({ state: 'degraded', lastErrorCode: 'http-status' })
    site.set(path, html(list([[whole, '临江大桥今日正式通车', '11-22']])))
    expect((await world.visit(paged())).health).toMatchObject({ state: 'ok', mentionsTotal: 3 })
  })

  test('are read at the next start when the process was killed before them', async () => {
    const stop = new AbortController()
    site.set('/list_2', () => stop.abort())
    await visitSource(world.deps, paged(), neverVisited('source'), new Map(), stop.signal)
    expect(world.log.mentions()).toEqual([])
    site.set('/list_2', html(list([['/a/1002.html', '临江大桥今日正式通车', '11-22']])))
    expect((await world.visit(paged())).health).toMatchObject({ state: 'ok', mentionsTotal: 3 })
  })

  test('are left alone once they were read to the end', async () => {
    await world.visit(paged())
    const before = site.paths().length
    expect((await world.visit(paged())).health).toMatchObject({ state: 'quiet', mentionsTotal: 3 })
    expect(site.paths().slice(before)).toEqual(['/list'])
    expect(site.asked.at(-1)?.headers['if-none-match']).toBe('"1"')
  })
})

describe('a crash', () => {
  test('between fetching and the log repeats the article and loses nothing', async () => {
    const source = sourceOn(site.origin, 'portal', '/list')
    world.log.broken = () => true
    await world.visit(source)
    expect(world.log.mentions()).toEqual([])
    // The process is another one; the frontier is the same.
    for (const row of world.crawl.items.values()) row.notBeforeMs = 0
    world.log.broken = null
    await world.visit(source)
    expect(world.log.mentions().map(({ title }) => title)).toEqual(['高新区一仓库发生火情', '临江大桥今日正式通车'])
  })
})
