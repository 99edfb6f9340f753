import { loadavg } from 'node:os'
import { openFreshDesk } from './dashboard/desk.ts'
import { measureEngines } from './dashboard/engine-load.ts'
import { measureLive } from './dashboard/live-load.ts'
import { measurePages } from './dashboard/pages.ts'

const mentions = Number(process.env['WANGLOU_BENCH_MENTIONS'] ?? 1_000_000)
const wsClients = Number(process.env['WANGLOU_BENCH_CLIENTS'] ?? 1_000)
const seconds = Number(process.env['WANGLOU_BENCH_SECONDS'] ?? 20)
/** Some of `live,pages,embedded,elasticsearch`. */
const parts = (process.env['WANGLOU_BENCH_PARTS'] ?? 'live,pages,embedded,elasticsearch').split(',')
const stalledClients = 50
const incidents = 200

type Say = (words: string) => void
type Figures = Readonly<Record<string, unknown>>

/**
 * The dashboard under load: so many live pages that all hear each event, with and without some that read nothing; 100 connections that
 * ask over so many mentions on either engine; and its pages in a real browser. Load comes from processes of its own.
 */
export async function bench(say: Say): Promise<Figures> {
  const loadBefore = loadavg()[0]
  return {
    ...(parts.includes('live') ? await live(say) : {}),
    ...(parts.includes('pages') ? await measurePages(say) : {}),
    ...(await measureEngines({ mentions, incidents, seconds, parts, say })),
    loadBefore
  }
}

async function live(say: Say): Promise<Figures> {
  const desk = await openFreshDesk(incidents)
  try {
    const alone = await measureLive(desk, { clients: wsClients, stalled: 0, seconds, say })
    const beside = await measureLive(desk, { clients: wsClients, stalled: stalledClients, seconds, say })
    return { wsClients, p95Ms: alone.p95Ms, live: { alone, withStalled: { stalledClients, ...beside } } }
  } finally {
    await desk.close()
  }
}
