import os from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { CrawlState, Fetch } from '../core/ports.ts'
import { Source } from '../core/source.ts'
import { keepHeapSmall } from '../commands/thrifty-heap.ts'
import { startCrawlers } from '../crawlers/run.ts'
import { openDesk, portalSource, quantile } from './crawl/desk.ts'
import { startHostileSites, startSites } from './crawl/sites.ts'

/** One source a host: several would wait for each other, and their own wait would be the figure. */
const normalHosts = 160
const hostilePages = 300
/** In their first rounds all are due at once, and wait for each other. */
const settlingMs = 30_000
/** Before the hostile ones and after them: what drifts is in both. */
const aloneMs = 30_000
const besideMs = 60_000
/** Each is looked at every six seconds: some 25 fetches a second, which no machine is full with. */
const normalMinutes = 0.1

const productPaceMs = Source.shape.paceMs.parse(undefined)

const longestReadMs = 240_000

interface Measured {
  /** How long each fetch took, ms, ascending. */
  readonly times: readonly number[]
  readonly p99: number
  readonly loopDelayMs: number
}

/** Until the ordinary sites have been read: from then on only their lists are looked at, with the hostile ones and without them. */
async function readOnce(crawl: Pick<CrawlState, 'health'>, sources: number): Promise<void> {
  for (let waited = 0; waited < longestReadMs; waited += 500) {
    const rows = await crawl.health()
    if (rows.filter(({ mentionsTotal }) => mentionsTotal > 0).length >= sources) return
    await pause(500)
  }
  throw new Error('the ordinary sites could not be read in four minutes')
}

/**
 * 300 hostile pages of twenty kinds beside 160 ordinary sites: how long a fetch of the ordinary ones takes, waiting for its turn included,
 * before the hostile ones begin, beside them and after them, and what becomes of the hostile ones. The hostile ones have the product's own pace; the
 * ordinary ones have none, since the wait for it would be most of their figure.
 */
export async function bench(say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  // As a process that crawls is started: collecting a large young space stops everything for up to half a second.
  keepHeapSmall()
  const sites = await startSites(normalHosts, { listed: 10, bytes: 20_000, leastMs: 30, mostMs: 120 })
  const hostile = await startHostileSites(hostilePages)
  const desk = await openDesk()
  const times: number[] = []
  const timed: Fetch = async (url, options) => {
    const from = performance.now()
    try {
      return await desk.deps.fetch(url, options)
    } finally {
      times.push(performance.now() - from)
    }
  }
  const pace = { intervalMinutes: normalMinutes, fastestMinutes: normalMinutes, slowestMinutes: normalMinutes }
  const normal = startCrawlers({
    ...desk.deps,
    holder: 'normal',
    fetch: timed,
    sources: sites.origins.map((origin, host) => portalSource(`n${host}`, `${origin}/c/n${host}/`, pace))
  })
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const measured = async (ms: number): Promise<Measured> => {
    times.length = 0
    delay.reset()
    await pause(ms)
    const sorted = times.splice(0).sort((a, b) => a - b)
    return { times: sorted, p99: quantile(sorted, 0.99), loopDelayMs: Math.round(delay.percentile(99) / 1e6) }
  }
  try {
    await readOnce(desk.deps.crawl, normalHosts)
    await pause(settlingMs)
    const before = await measured(aloneMs)
    say(`此前单独：${before.times.length} 次，p99 ${before.p99} 毫秒`)
    const sources = hostile.origins.map(({ origin }, n) => portalSource(`h${n}`, `${origin}/`, { intervalMinutes: 60, paceMs: productPaceMs }))
    const rssBefore = process.memoryUsage().rss
    let rssMost = rssBefore
    const watching = setInterval(() => (rssMost = Math.max(rssMost, process.memoryUsage().rss)), 100)
    const bad = startCrawlers({ ...desk.deps, holder: 'hostile', sources })
    const beside = await measured(besideMs)
    clearInterval(watching)
    const health = new Map((await desk.deps.crawl.health()).map((row) => [row.sourceId, row]))
    await bad.close()
    const codes: Record<string, Record<string, number>> = {}
    for (const [n, { kind }] of hostile.origins.entries()) {
      const code = health.get(`h${n}`)?.lastErrorCode ?? health.get(`h${n}`)?.state ?? 'none'
      const counts = (codes[kind] ??= {})
      counts[code] = (counts[code] ?? 0) + 1
    }
    say(JSON.stringify(codes))
    const after = await measured(aloneMs)
    say(`此后单独：${after.times.length} 次，p99 ${after.p99} 毫秒`)
    const alone = [...before.times, ...after.times].sort((a, b) => a - b)
    const aloneP99 = quantile(alone, 0.99)
    return {
      hostilePages,
      fetchMs: { p50: quantile(alone, 0.5), p99: aloneP99, before: before.p99, after: after.p99 },
      besideMs: { p50: quantile(beside.times, 0.5), p99: beside.p99 },
      p99MovedPercent: Math.round((100 * (beside.p99 - aloneP99)) / aloneP99),
      loopDelayP99Ms: { before: before.loopDelayMs, beside: beside.loopDelayMs, after: after.loopDelayMs },
      load: os.loadavg().map((load) => Math.round(load * 10) / 10),
      fetchesPerSecond: Math.round((1000 * alone.length) / (2 * aloneMs)),
      besidePerSecond: Math.round((1000 * beside.times.length) / besideMs),
      rssGrowthMb: Math.round((rssMost - rssBefore) / 1e6)
    }
  } finally {
    delay.disable()
    await normal.close()
    await desk.close()
    sites.close()
    hostile.close()
  }
}
