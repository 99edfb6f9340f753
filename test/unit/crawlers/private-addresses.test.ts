import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../../support/crawlers-world.ts'
import { html, startSite, type Route, type Site } from '../../support/crawlers-site.ts'

const text = '今天上午，市政府召开会议，研究部署防汛工作，要求各单位加强值守，做好应急准备。'
const article = html(`<title>防汛会议</title><h1>防汛会议</h1><div class="TRS_Editor"><p>${text.repeat(4)}</p></div>`)
const rss = (link: string): Route => {
  const item = `<item><title>一条</title><link>${link}</link><description>${text}</description></item>`
  return (_, response) =>
    response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(`<rss version="2.0"><channel>${item}</channel></rss>`)
}

let site: Site
let canary: Site
let world: CrawlWorld

beforeAll(async () => {
  canary = await startSite({ '/secret': article, '/map.xml': html('<urlset></urlset>') })
  site = await startSite({ '/article': article })
})
afterAll(() => Promise.all([site.close(), canary.close()]))
beforeEach(() => {
  world = createCrawlWorld()
})
afterEach(() => world.close())

/** The same server by another name: loopback as a number, in IPv6, by name, at another address. */
const others = (): string[] => {
  const { port } = new URL(canary.origin)
  return ['127.0.0.1', '2130706433', 'localhost', '[::ffff:127.0.0.1]', '127.0.0.77'].map((host) => `http://${host}:${port}/secret`)
}

describe('a source that may stand at a private address', () => {
  test('is read there, its articles too', async () => {
    site.set('/list', html('<ul class="list"><li><a href="/article">防汛会议在市政府召开</a><span>2026-11-28</span></li></ul>'))
    const { health } = await world.visit(sourceOn(site.origin, 'portal', '/list', { list: { item: '.list li', link: 'a' } }))
    expect(health).toMatchObject({ lastError: null, mentionsTotal: 1 })
  })

  test('leads nowhere else by its links', async () => {
    const rows = others().map((url) => `<li><a href="${url}">一条普通的消息标题</a><span>2026-11-28</span></li>`)
    site.set('/list', html(`<ul class="list">${rows.join('')}</ul>`))
    await world.visit(sourceOn(site.origin, 'portal', '/list', { list: { item: '.list li', link: 'a' } }))
    expect(canary.asked).toEqual([])
    expect(world.deadLetters.letters.map(({ code }) => code)).toContain('fetch-refused-address')
  })

  test('leads nowhere else by a redirect, and not to a link-local address', async () => {
    for (const target of [...others(), 'http://169.254.169.254/latest/meta-data/', 'http://[fe80::1]/']) {
      site.set('/moved', (_, response) => response.writeHead(302, { location: target }).end())
      const { health } = await world.visit(sourceOn(site.origin, 'portal', '/moved'))
      expect(health.lastErrorCode).toBe('fetch-refused-address')
    }
    expect(canary.asked).toEqual([])
  })

  test('leads nowhere else by the items of a feed, as a relay in our network serves texts of strangers', async () => {
    for (const [place, url] of others().entries()) {
      site.set(`/feed${place}`, rss(url))
      for (const crawler of ['feed', 'wechat'] as const)
        await world.visit(sourceOn(site.origin, crawler, `/feed${place}`, { follow: true }, { id: `${crawler}-${place}`, kind: 'wechat' }))
    }
    expect(canary.asked).toEqual([])
  })

  test('leads nowhere else by a sitemap', async () => {
    site.set('/map.xml', (_, response) => {
      const maps = [`${canary.origin}/map.xml`].map((url) => `<sitemap><loc>${url}</loc></sitemap>`)
      response.writeHead(200, { 'content-type': 'application/xml' }).end(`<sitemapindex>${maps.join('')}</sitemapindex>`)
    })
    site.set('/pages.xml', (_, response) =>
      response.writeHead(200, { 'content-type': 'application/xml' }).end(
        `<urlset>${others()
          .map((url) => `<url><loc>${url}</loc></url>`)
          .join('')}</urlset>`
      )
    )
    await world.visit(sourceOn(site.origin, 'portal', '/map.xml', { sitemaps: [`${site.origin}/map.xml`, `${site.origin}/pages.xml`] }))
    expect(canary.asked).toEqual([])
  })

  test('may name further hosts, and addresses in its settings', async () => {
    site.set('/list', html(`<ul class="list"><li><a href="${canary.origin}/secret">防汛会议在市政府召开</a><span>2026-11-28</span></li></ul>`))
    const settings = { list: { item: '.list li', link: 'a' } }
    await world.visit(sourceOn(site.origin, 'portal', '/list', settings, { privateHosts: [new URL(canary.origin).host] }))
    expect(canary.paths()).toEqual(['/secret'])
  })

  test('is never a link-local address, even where it is configured', async () => {
    const { health } = await world.visit(sourceOn('http://169.254.169.254', 'portal', '/latest/'))
    expect(health.lastErrorCode).toBe('fetch-refused-address')
  })
})
