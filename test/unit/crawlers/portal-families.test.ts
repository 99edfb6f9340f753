import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PortalSettings } from '../../../crawlers/portal/settings.ts'
import { html, json, startSite, type Site } from '../../support/crawlers-site.ts'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../../support/crawlers-world.ts'

const page = (title: string): string =>
  `<html><head><title>${title}</title></head><body><h1>${title}</h1><div class="article-content"><p>位于高新区的一处仓库发生火情，消防救援力量第一时间到场处置。</p></div></body></html>`

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
const visit = async (path: string, settings: Readonly<Record<string, unknown>>) =>
  (await world.visit(sourceOn(site.origin, 'portal', path, settings))).health

describe('a list of TRS', () => {
  const list = (from: number, pages: number): string => {
    const rows = [0, 1].map((n) => `<li><a href="./202611/t20261123_${from + n}.html">高新区第${from + n}号仓库火情</a><span>2026-11-23</span></li>`)
    return `<ul>${rows.join('')}</ul><script>createPageHTML(${pages}, 0, "index", "html");</script>`
  }

  test('is turned by its own count of pages, and what lies behind the last one is told', async () => {
    for (let n = 0; n < 6; n++) site.set(`/xw/202611/t20261123_${n}.html`, html(page(`第${n}号`)))
    site.set('/xw/', html(list(0, 9)))
    site.set('/xw/index_1.html', html(list(2, 9)))
    site.set('/xw/index_2.html', html(list(4, 9)))
    const health = await visit('/xw/', { family: 'trs' })
    expect(site.paths().filter((path) => !path.includes('/t2026'))).toEqual(['/xw/', '/xw/index_1.html', '/xw/index_2.html'])
    expect(health).toMatchObject({ mentionsTotal: 6, coverage: { capped: expect.stringContaining('最多看 3 页') as string } })
  })

  test('of fewer pages than are looked for is whole', async () => {
    for (let n = 0; n < 4; n++) site.set(`/xw/202611/t20261123_${n}.html`, html(page(`第${n}号`)))
    site.set('/xw/', html(list(0, 2)))
    site.set('/xw/index_1.html', html(list(2, 2)))
    expect(await visit('/xw/', { family: 'trs' })).toMatchObject({ mentionsTotal: 4, coverage: { capped: null } })
  })
})

test('a list of JPaaS is asked with the parameters of its page, the page number among them', async () => {
  const unit = '/api-gateway/jpaas-publish-server/front/page/build/unit'
  site.set(
    '/col/',
    html(
      `<script url="${unit}" queryData='{"webId":"9","tagId":"当前栏目list","parseType":"bulidstatic"}'></script><script url="/other" queryData="{}"></script>`
    )
  )
  site.set(unit, json({ data: { html: '<li><a href="/art/2026/11/23/art_1_1.html">高新区仓库发生火情</a></li>' } }))
  site.set('/art/2026/11/23/art_1_1.html', html(page('高新区仓库发生火情')))
  await visit('/col/', { family: 'jpaas' })
  const asked = new URL(site.paths()[1] ?? '', site.origin).searchParams
  expect([asked.get('webId'), asked.get('tagId'), asked.get('parseType'), asked.get('paramJson')]).toEqual([
    '9',
    '当前栏目list',
    'bulidstatic',
    '{"pageNo":1,"pageSize":15}'
  ])
  expect(world.log.mentions()).toHaveLength(1)
})

test('gkmlpt is read to its own total, its seconds are times, and a row without address is refused', async () => {
  site.set('/gkmlpt/index', html("<script>var _CONFIG = {SID: '755'}</script>"))
  const row = (n: number): object => ({ title: `第${n}条公告`, url: `/post_${n}.html`, display_publish_time: 1_795_396_320 })
  for (let n = 1; n <= 3; n++) site.set(`/post_${n}.html`, html(page(`第${n}条公告`)))
  site.set('/gkmlpt/api/all/7?page=1&sid=755', json({ total: 3, articles: [row(1), { title: '无址' }, row(2)] }))
  site.set('/gkmlpt/api/all/7?page=2&sid=755', json({ total: 3, articles: [row(3)] }))
  const health = await visit('/gkmlpt/index', { family: 'gkmlpt', gkmlpt: { columns: ['7'] } })
  expect(health).toMatchObject({ mentionsTotal: 3, coverage: { capped: null } })
  expect(world.log.mentions()[0]?.publishedAt).toBe(new Date(1_795_396_320_000).toISOString())
  expect(world.deadLetters.letters).toMatchObject([{ reason: expect.stringContaining('没有可用的网址（url）') as string }])
  expect(site.paths().some((path) => path.includes('page=3'))).toBe(false)
})

describe('an e-paper', () => {
  const china = (daysBack: number): string => new Date(Date.now() + 8 * 3_600_000 - daysBack * 86_400_000).toISOString().slice(0, 10)
  const path = (day: string): string => `/html/${day.slice(0, 7)}/${day.slice(8)}`
  const settings = { epaper: { issue: '/html/{yyyy}-{MM}/{dd}/node_1.htm' } }

  test('without an issue today is read by that of yesterday, whose day is that of its articles', async () => {
    const day = china(1)
    site.set(`${path(day)}/node_1.htm`, html('<a href="content_1.htm">头版文章</a><a href="node_1.htm">要闻</a>'))
    site.set(`${path(day)}/content_1.htm`, html(page('头版文章')))
    expect(await visit('/', settings)).toMatchObject({ state: 'ok', lastError: null })
    expect(world.log.mentions()).toMatchObject([
      { title: '头版文章', publishedPrecision: 'day', publishedAt: new Date(`${day}T00:00:00+08:00`).toISOString() }
    ])
  })

  test('that stays away for longer than papers do is gone', async () => {
    expect((await visit('/', settings)).lastError).toMatch(/^页面已撤：/)
  })
})

describe('a page that needs its scripts', () => {
  const empty = '<html><body><div id="app"></div></body></html>'

  test('is read as the browser shows it, where its source asks for that', async () => {
    site.set('/list', html(empty))
    site.set('/a/1001.html', html(page('高新区仓库发生火情')))
    const shown = '<ul><li><a href="/a/1001.html">高新区仓库发生火情</a><span>2026-11-23</span></li></ul>'
    const rendered: string[] = []
    const other = createCrawlWorld({
      render: async (url, options) => {
        rendered.push(url)
        return { ...(await world.deps.fetch(url, options)), text: shown }
      }
    })
    await other.visit(sourceOn(site.origin, 'portal', '/list', { render: 'lists' }))
    expect(rendered).toEqual([`${site.origin}/list`])
    expect(other.log.mentions()).toHaveLength(1)
    await other.close()
  })

  test('makes its source blind at once, in words, where the machine has no browser', async () => {
    site.set('/list', html(empty))
    const health = await visit('/list', { render: true })
    expect(health).toMatchObject({ state: 'blind', lastErrorCode: 'no-browser' })
    expect(health.lastError).toContain('本机没有 Chromium')
  })
})

test('an article found by the last means is marked 正文待核', async () => {
  site.set(
    '/list',
    html(
      '<ul><li><a href="/a/1001.html">高新区仓库发生火情</a><span>2026-11-23</span></li><li><a href="/a/1002.html">临江大桥今日正式通车</a><span>2026-11-23</span></li></ul>'
    )
  )
  site.set('/a/1001.html', html('<title>停水通知</title><body>因管道抢修，江北路一带今日停水六小时。</body>'))
  site.set('/a/1002.html', html(page('临江大桥今日正式通车')))
  await visit('/list', {})
  expect(world.log.mentions().map(({ title, doubtful }) => [title, doubtful])).toEqual([
    ['停水通知', true],
    ['临江大桥今日正式通车', undefined]
  ])
})

test('settings that do not go together are refused', () => {
  expect(PortalSettings.safeParse({ family: 'gkmlpt' }).success).toBe(false)
  expect(PortalSettings.safeParse({ family: 'wordpress' }).success).toBe(false)
  expect(PortalSettings.safeParse({ epaper: { issue: '/node_1.htm' } }).success).toBe(false)
})
