import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { html, startSite, status, type Site } from '../../support/crawlers-site.ts'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../../support/crawlers-world.ts'
import { neverVisited } from '../../../core/never-visited.ts'
import { startCrawlers } from '../../../crawlers/run.ts'
import { MemoryLeases } from '../../support/crawlers-memory-log.ts'

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

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 30_000, interval: 10 })

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
      ['bad', 'degraded', 0],
      ['gone', 'degraded', 0]
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

  test('of two processes never visit one source; each goes on where the other was', async () => {
    site.set('/a/1000.html', (_, response) => void setTimeout(() => response.writeHead(200, { 'content-type': 'text/html' }).end(page), 50))
    const sources = ['first', 'second'].map((id) => sourceOn(site.origin, 'portal', '/list', {}, { id }))
    const both = ['one', 'two'].map((holder) => startCrawlers({ ...world.deps, sources, holder }))
    await until(() => both.some((one) => one.idle()) && [...world.crawl.rows.values()].every(({ state }) => state === 'ok'))
    await Promise.all(both.map((one) => one.close()))
    expect(site.paths().filter((path) => path === '/list')).toHaveLength(2)
    expect(world.log.mentions()).toHaveLength(6)
  })

  test('take over what another process had when its lease runs out, and that one writes no more', async () => {
    const leases = new MemoryLeases()
    const host = new URL(site.origin).host
    leases.held.set(`crawl:${host}`, { holder: 'dead', fence: 4, untilMs: world.deps.clock.elapsedMs() + 300 })
    const running = startCrawlers({ ...world.deps, leases, holder: 'two', sources: [sourceOn(site.origin, 'portal', '/list')] })
    await until(() => running.idle())
    await running.close()
    expect(world.crawl.rows.get('source')).toMatchObject({ state: 'ok', lease: { name: `crawl:${host}`, fence: 5 } })
    const late = { ...neverVisited('source'), state: 'blind' as const, lease: { name: `crawl:${host}`, fence: 4 } }
    expect(await world.crawl.putHealth(late)).toBe(false)
  })

  test('mark a source that is switched off, and begin anew with one that is switched on again', async () => {
    world.crawl.rows.set('source', { ...neverVisited('source'), state: 'blind' })
    const off = startCrawlers({ ...world.deps, sources: [sourceOn(site.origin, 'portal', '/list', {}, { enabled: false })] })
    await until(() => off.idle())
    await off.close()
    expect(world.crawl.rows.get('source')?.state).toBe('off')
    expect(site.paths()).toEqual([])
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
