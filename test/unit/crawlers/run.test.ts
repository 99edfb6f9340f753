import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { html, startSite, status, type Site } from '../../support/crawlers-site.ts'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../../support/crawlers-world.ts'
import { startCrawlers } from '../../../crawlers/run.ts'

const listOf = (prefix: string, count: number): string =>
  `<ul>${Array.from({ length: count }, (_, n) => `<li><a href="/${prefix}/${1000 + n}.html">临江新闻第${n}条标题</a><span>2026-11-23</span></li>`).join('')}</ul>`
const page =
  '<html><head><title>临江新闻一条标题</title></head><body><h1>临江新闻一条标题</h1><div class="article-content"><p>位于高新区的一处仓库发生火情，消防救援力量第一时间到场处置。</p></div></body></html>'

let site: Site
let world: CrawlWorld
beforeEach(async () => {
  site = await startSite({ '/list': html(listOf('a', 3)), '/a/1000.html': html(page), '/a/1001.html': html(page), '/a/1002.html': html(page) })
  world = createCrawlWorld()
})
afterEach(async () => {
  await world.close()
  await site.close()
})

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 8000, interval: 10 })

describe('the crawlers', () => {
  test('are idle once every source was visited; a broken source stops no other', async () => {
    site.set('/broken', status(500))
    const sources = [
      sourceOn(site.origin, 'portal', '/list', {}, { id: 'good' }),
      sourceOn(site.origin, 'portal', '/broken', {}, { id: 'bad' }),
      sourceOn(site.origin, 'feed', '/none', {}, { id: 'gone' })
    ]
    const running = startCrawlers({ ...world.deps, sources })
    expect(running.idle()).toBe(false)
    await until(() => running.idle())
    expect([...world.crawl.rows.values()].map(({ sourceId, state, mentionsTotal }) => [sourceId, state, mentionsTotal])).toEqual([
      ['good', 'ok', 3],
      ['bad', 'failing', 0],
      ['gone', 'failing', 0]
    ])
    await running.close()
  })

  test('without sources are idle', async () => {
    const running = startCrawlers({ ...world.deps, sources: [] })
    await until(() => running.idle())
    await running.close()
    expect(world.crawl.rows.size).toBe(0)
  })

  test('hand back what a shutdown interrupts, and another start resumes it without asking twice', async () => {
    site.set('/a/1001.html', () => undefined)
    const source = sourceOn(site.origin, 'portal', '/list')
    const first = startCrawlers({ ...world.deps, sources: [source] })
    await until(() => world.log.mentions().length === 2)
    await first.close()
    const waiting = [...world.crawl.items.values()].filter(({ done }) => !done)
    expect(waiting.map(({ item }) => [item.url, item.tries])).toEqual([[`${site.origin}/a/1001.html`, 0]])
    expect(world.crawl.rows.get('source')).toMatchObject({ state: 'never' })

    site.set('/a/1001.html', html(page))
    const second = startCrawlers({ ...world.deps, sources: [source] })
    await until(() => second.idle())
    await second.close()
    expect(world.log.mentions()).toHaveLength(3)
    expect(site.paths().filter((path) => path === '/a/1000.html')).toHaveLength(1)
  })

  test('a restart within the interval does not visit again', async () => {
    const source = sourceOn(site.origin, 'portal', '/list')
    for (let round = 0; round < 2; round++) {
      const running = startCrawlers({ ...world.deps, sources: [source] })
      await until(() => running.idle())
      await running.close()
    }
    expect(site.paths().filter((path) => path === '/list')).toHaveLength(1)
  })

  test('a cooldown outlives a restart', async () => {
    site.set('/api/container/getIndex', status(432))
    const source = { ...sourceOn(site.origin, 'weibo', '/', { uids: ['1'] }), intervalMinutes: 0.0001 }
    for (let round = 0; round < 2; round++) {
      const running = startCrawlers({ ...world.deps, sources: [source] })
      await until(() => world.crawl.cursors.has('source not-before'))
      await running.close()
    }
    expect(site.paths()).toHaveLength(1)
  })

  test('begin once the store answers, and watch each source once', async () => {
    const health = world.crawl.health.bind(world.crawl)
    const putHealth = world.crawl.putHealth.bind(world.crawl)
    const faults = { reading: 2, writing: 1 }
    world.crawl.health = async () => {
      if (faults.reading-- > 0) throw new Error('the store is busy')
      return health()
    }
    world.crawl.putHealth = async (row) => {
      // One source is loaded then, and the other is not.
      if (row.sourceId === 'second' && faults.writing-- > 0) throw new Error('the store is busy')
      return putHealth(row)
    }
    const sources = ['first', 'second'].map((id) => sourceOn(site.origin, 'portal', '/list', {}, { id }))
    const running = startCrawlers({ ...world.deps, sources })
    await until(() => running.idle())
    await running.close()
    expect(site.paths().filter((path) => path === '/list')).toHaveLength(2)
    expect([...world.crawl.rows.values()].map(({ sourceId, state }) => [sourceId, state])).toEqual([
      ['first', 'ok'],
      ['second', 'ok']
    ])
  })

  test('that never could begin close at once', async () => {
    world.crawl.health = async () => Promise.reject(new Error('the store is gone'))
    const reasons: unknown[] = []
    const logger = { ...world.deps.logger, error: (about: object) => void reasons.push(about) }
    const running = startCrawlers({ ...world.deps, logger, sources: [sourceOn(site.origin, 'portal', '/list')] })
    await until(() => reasons.length >= 2)
    await running.close()
    expect(running.idle()).toBe(false)
    expect(reasons[0]).toMatchObject({ reason: 'Error: the store is gone', failures: 1 })
  })
})
