import { setTimeout as pause } from 'node:timers/promises'
import { keepHeapSmall } from '../commands/thrifty-heap.ts'
import { keepMallocSmall } from '../commands/thrifty-malloc.ts'
import { startCrawlers } from '../crawlers/run.ts'
import { openDesk, portalSource, quantile } from './crawl/desk.ts'
import { runBare, startSites } from './crawl/sites.ts'

const hosts = 20
const articleBytes = 30_000
const listed = 40
/** 500 lists with 40 articles each: 20,500 pages. Fewer for a first look. */
const channels = Number(process.env['WANGLOU_BENCH_CHANNELS'] ?? 500)
const bareChannels = Math.ceil(channels / 5)
const scheduled = 500
const scheduledHosts = 50
const intervalMinutes = 0.5
const watchMs = 90_000

/**
 * Lists and articles a second from a server in a process of its own, into the embedded engine, with memory on the way; beside it bare
 * CheerioCrawler, which only parses, on the same pages; then 500 sources on their intervals, and how late each visit begins.
 */
export async function bench(say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  // As a process of a cluster that only crawls.
  keepMallocSmall()
  keepHeapSmall()
  const sites = await startSites(hosts, { listed, bytes: articleBytes })
  try {
    const bare = await crawlBare(sites.origins, say)
    return { ...(await crawlOurs(sites.origins, say)), articleBytes, ...bare, ...(await keepSchedule(say)) }
  } finally {
    sites.close()
  }
}

async function crawlOurs(origins: readonly string[], say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const desk = await openDesk()
  const sources = Array.from({ length: channels }, (_, n) => portalSource(`c${n}`, `${origins[n % origins.length]}/c/${n}/`))
  const wanted = channels * (listed + 1)
  const rss: { readonly pages: number; readonly mb: number }[] = []
  let pages = 0
  const from = performance.now()
  const startedCpu = process.cpuUsage()
  const running = startCrawlers({
    ...desk.deps,
    sources,
    fetch: async (url, options) => {
      const fetched = await desk.deps.fetch(url, options)
      pages += 1
      if (pages % 200 === 0) rss.push({ pages, mb: process.memoryUsage().rss / 1e6 })
      if (pages % 5000 === 0)
        say(`${pages} 页，${Math.round((1000 * pages) / (performance.now() - from))} 页/秒，${Math.round(rss.at(-1)?.mb ?? 0)} MB`)
      return fetched
    }
  })
  while (!running.idle()) await pause(20)
  const seconds = (performance.now() - from) / 1000
  const used = process.cpuUsage(startedCpu)
  await running.close()
  const health = await desk.deps.crawl.health()
  await desk.close()
  return {
    pagesPerSecond: Math.round(pages / seconds),
    pagesPerCpuSecond: Math.round((1e6 * pages) / (used.user + used.system)),
    pages,
    wanted,
    mentions: health.reduce((sum, row) => sum + row.mentionsTotal, 0),
    rssMb: Math.round(Math.max(...rss.map(({ mb }) => mb))),
    rssGrowthMbPer10000Pages: growth(rss.filter(({ pages: at }) => at > wanted / 2))
  }
}

/** Of a straight line through the points. */
function growth(points: readonly { readonly pages: number; readonly mb: number }[]): number {
  const mean = (of: (point: (typeof points)[number]) => number): number => points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [x, y] = [mean(({ pages }) => pages), mean(({ mb }) => mb)]
  const slope = points.reduce((sum, { pages, mb }) => sum + (pages - x) * (mb - y), 0) / points.reduce((sum, { pages }) => sum + (pages - x) ** 2, 0)
  return Math.round(slope * 100_000) / 10
}

async function crawlBare(origins: readonly string[], say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const { pages, letters, pagesPerSecond, rssMb } = await runBare(bareChannels, origins)
  say(`CheerioCrawler：${pages} 页，${letters} 字，每秒 ${pagesPerSecond} 页，${rssMb} MB`)
  return { barePagesPerSecond: pagesPerSecond, barePages: pages, bareRssMb: rssMb }
}

/** All are due at the start; after that each by its pace, which spreads them. */
async function keepSchedule(say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const sites = await startSites(scheduledHosts, { listed: 5, bytes: 5_000, leastMs: 20, mostMs: 80 })
  const desk = await openDesk()
  const bounds = { intervalMinutes, fastestMinutes: intervalMinutes, slowestMinutes: intervalMinutes }
  const sources = Array.from({ length: scheduled }, (_, n) => portalSource(`s${n}`, `${sites.origins[n % scheduledHosts]}/c/s${n}/`, bounds))
  const begun = new Set<string>()
  const [first, later]: [number[], number[]] = [[], []]
  const running = startCrawlers({
    ...desk.deps,
    sources,
    began: ({ id }, delayMs) => {
      ;(begun.has(id) ? later : first).push(delayMs)
      begun.add(id)
    }
  })
  await pause(watchMs)
  await running.close()
  await desk.close()
  sites.close()
  for (const delays of [first, later]) delays.sort((a, b) => a - b)
  say(`${scheduled} 个源，第一轮 ${first.length} 次，以后 ${later.length} 次`)
  return {
    scheduledSources: scheduled,
    visits: first.length + later.length,
    startDelayMs: { p50: quantile(later, 0.5), p99: quantile(later, 0.99) },
    firstRoundDelayMs: { p50: quantile(first, 0.5), p99: quantile(first, 0.99) }
  }
}
