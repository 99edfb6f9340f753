import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readSitemap } from '../../../crawlers/sitemap/read-sitemap.ts'
import { bytes, html, startSite, tagged, type Site } from '../../support/crawlers-site.ts'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../../support/crawlers-world.ts'

const page =
  '<html><head><title>高新区仓库发生火情</title></head><body><h1>高新区仓库发生火情</h1><div class="article-content"><p>位于高新区的一处仓库发生火情，消防救援力量第一时间到场处置。</p></div></body></html>'
const today = new Date().toISOString().slice(0, 10)
const urlset = (urls: readonly (readonly [string, string | null])[]): string =>
  `<urlset>${urls.map(([loc, modified]) => `<url><loc>${loc}</loc>${modified === null ? '' : `<lastmod>${modified}</lastmod>`}</url>`).join('')}</urlset>`

let site: Site
let world: CrawlWorld
beforeEach(async () => {
  site = await startSite()
  for (let n = 1; n <= 9; n++) site.set(`/a/${n}.html`, html(page))
  world = createCrawlWorld()
})
afterEach(async () => {
  await world.close()
  await site.close()
})
const serve = (urls: readonly (readonly [string, string | null])[]) =>
  site.set('/sitemap.xml', tagged(urlset(urls.map(([path, modified]) => [`${site.origin}${path}`, modified])), 'application/xml'))
const visit = async (sitemap: Readonly<Record<string, unknown>> = {}) =>
  (await world.visit(sourceOn(site.origin, 'portal', '/sitemap.xml', { sitemap }))).health
const articles = () => site.paths().filter((path) => path.startsWith('/a/'))

describe('a sitemap', () => {
  test('whose validators name only the second in which it answered is asked whole again', async () => {
    const second = new Date().toUTCString()
    const urls = [1]
    site.set('/sitemap.xml', (request, response) =>
      request.headers['if-none-match'] === '"of-that-second"'
        ? response.writeHead(304).end()
        : response
            .writeHead(200, { 'content-type': 'application/xml', etag: '"of-that-second"', 'last-modified': second, date: second })
            .end(urlset(urls.map((n) => [`${site.origin}/a/${n}.html`, today])))
    )
    await visit()
    urls.push(2)
    await visit()
    expect(articles().sort()).toEqual(['/a/1.html', '/a/2.html'])
  })

  test('gives what changed of late, and leaves alone what a site ever had', async () => {
    serve([
      ['/a/1.html', '2019-01-01'],
      ['/a/2.html', today],
      ['/a/3.html', null]
    ])
    await visit()
    expect(articles().sort()).toEqual(['/a/2.html', '/a/3.html'])
  })

  test('is asked conditionally', async () => {
    serve([['/a/1.html', today]])
    await visit()
    expect(await visit()).toMatchObject({ state: 'quiet' })
    expect(site.asked.at(-1)?.headers['if-none-match']).toBeDefined()
  })

  test('written anew at each visit says nothing of its pages, and none is read again', async () => {
    const paths = [1, 2, 3, 4, 5, 6].map((n) => `/a/${n}.html`)
    for (const second of ['01', '02']) {
      serve(paths.map((path) => [path, `${today}T08:00:${second}+08:00`]))
      await visit()
    }
    expect(articles()).toHaveLength(6)
  })

  test('with more than may be taken says so', async () => {
    serve([1, 2, 3].map((n) => [`/a/${n}.html`, today]))
    expect((await visit({ mostUrls: 2 })).coverage?.capped).toContain('有 3 个新网址，最多取 2 个')
  })

  test('index is walked for what is new in it, one that names itself not for ever', async () => {
    const index = (names: readonly string[]) =>
      bytes(
        Buffer.from(
          `<sitemapindex>${names.map((name) => `<sitemap><loc>${site.origin}/${name}</loc><lastmod>${today}</lastmod></sitemap>`).join('')}</sitemapindex>`
        ),
        {
          'content-type': 'text/xml'
        }
      )
    site.set('/sitemap.xml', index(['sitemap.xml', 'new.xml']))
    site.set('/new.xml', tagged(urlset([[`${site.origin}/a/1.html`, today]]), 'application/xml'))
    await visit()
    await visit()
    expect(articles()).toEqual(['/a/1.html'])
    expect(site.paths().filter((path) => path === '/new.xml')).toHaveLength(1)
    expect(site.paths().filter((path) => path === '/sitemap.xml')).toHaveLength(3)
  })
})

describe('a file of addresses', () => {
  test('is read gzipped, with prefixes, entities and news fields', () => {
    const xml =
      '<?xml version="1.0"?><s:urlset xmlns:s="x" xmlns:news="y"><s:url><s:loc><![CDATA[https://a.example/1?a=1&amp;b=2]]></s:loc><news:news><news:publication_date>2026-11-23T09:12:00+08:00</news:publication_date><news:title>火情 &#x4e00; &lt;续&gt;</news:title></news:news></s:url></s:urlset>'
    expect(readSitemap(gzipSync(xml), null)).toEqual({
      kind: 'pages',
      entries: [
        {
          url: 'https://a.example/1?a=1&b=2',
          modified: null,
          title: '火情 一 <续>',
          published: { at: '2026-11-23T01:12:00.000Z', precision: 'second' }
        }
      ]
    })
  })

  test.each([
    ['a page', Buffer.from('<html></html>'), '<html></html>'],
    ['a broken archive', Uint8Array.of(0x1f, 0x8b, 1, 2), null],
    ['a bomb', gzipSync(Buffer.alloc(60_000_000, 0x20)), null]
  ])('%s is none', (_, body, text) => {
    expect(readSitemap(body, text)).toBeNull()
  })
})
