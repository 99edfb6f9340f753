import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { enginesCache } from '../tools/engines/cache-folder.ts'
import { openBenchDesk, type BenchDesk } from './dashboard/desk.ts'
import type { HttpFigures, HttpTask } from './dashboard/http-clients.ts'
import type { Heard, LiveTask } from './dashboard/live-clients.ts'
import { loadVocabulary } from './made-posts.ts'
import { assessedPost } from './search/posts.ts'
import { mixedQueries } from './search/queries.ts'

const mentions = Number(process.env['WANGLOU_BENCH_MENTIONS'] ?? 1_000_000)
const wsClients = Number(process.env['WANGLOU_BENCH_CLIENTS'] ?? 1_000)
const seconds = Number(process.env['WANGLOU_BENCH_SECONDS'] ?? 20)
const stalledClients = 50
const eventsPerSecond = 20
const connections = 100
const batch = 500

type Say = (words: string) => void
type Figures = Readonly<Record<string, unknown>>

/**
 * The dashboard's server under load, on the embedded engine: so many live pages that all hear each event, with and without some that
 * read nothing, and 100 connections that ask without a pause over so many mentions. Load comes from processes of its own.
 */
export async function bench(say: Say): Promise<Figures> {
  const folder = path.join(enginesCache(), `bench-dashboard-${mentions}`)
  await mkdir(folder, { recursive: true })
  const desk = await openBenchDesk(folder)
  try {
    const loadBefore = loadavg()[0]
    await fill(desk, folder, say)
    const alone = await live(desk, 0, say)
    const beside = await live(desk, stalledClients, say)
    const http = await overHttp(desk, say)
    return {
      wsClients,
      eventsPerSecond,
      p95Ms: alone['p95Ms'],
      alone,
      withStalled: { stalledClients, ...beside },
      mentions,
      connections,
      ...http,
      loadBefore
    }
  } finally {
    await desk.close()
  }
}

async function fill({ stores }: BenchDesk, folder: string, say: Say): Promise<void> {
  const mark = path.join(folder, 'built')
  if (existsSync(mark)) return
  const vocabulary = loadVocabulary()
  for (let from = Math.floor((await stores.mentions.count()) / batch) * batch; from < mentions; from += batch) {
    await stores.mentions.putMany(Array.from({ length: Math.min(batch, mentions - from) }, (_, offset) => assessedPost(vocabulary, from + offset)))
    if (from % 50_000 === 0) say(`存入 ${from} 条`)
  }
  await writeFile(mark, '')
}

/** From the moment at which an event is written to each page that has it. */
async function live(desk: BenchDesk, stalled: number, say: Say): Promise<Figures> {
  const child = fork(new URL('dashboard/live-clients.ts', import.meta.url))
  child.send({ url: desk.url, cookie: desk.cookie, clients: wsClients, stalled } satisfies LiveTask)
  await once(child, 'message')
  say(`${wsClients} 个页面已连上，另有 ${stalled} 个不读`)
  await wait(2_000)
  const sent: [string, number][] = []
  const writes: Promise<void>[] = []
  const from = performance.now()
  for (let count = 0; count < seconds * eventsPerSecond; count++) {
    await wait(Math.max(0, from + (count * 1000) / eventsPerSecond - performance.now()))
    const id = desk.incidentIds[count % desk.incidentIds.length] ?? ''
    const at = performance.timeOrigin + performance.now()
    writes.push(desk.change(id).then((version) => void sent.push([`${id} ${version}`, at])))
  }
  await Promise.all(writes)
  await wait(3_000)
  child.send('report')
  const [heard] = (await once(child, 'message')) as [Heard]
  return figuresOf(sent, heard)
}

function figuresOf(sent: readonly (readonly [string, number])[], heard: Heard): Figures {
  const delays = sent.flatMap(([key, at]) => (heard[key] ?? []).map((came) => came - at)).sort((a, b) => a - b)
  const at = (share: number): number => Math.round(delays[Math.ceil(share * delays.length) - 1] ?? Number.NaN)
  return { events: sent.length, heard: delays.length, missed: sent.length * wsClients - delays.length, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) }
}

async function overHttp(desk: BenchDesk, say: Say): Promise<Figures> {
  const queries = mixedQueries(loadVocabulary())
  const asked = {
    list: ['/api/mentions?limit=50'],
    detail: Array.from({ length: 1_000 }, (_, index) => `/api/mentions/post-${(index * 977) % mentions}`),
    search: queries.map((q) => `/api/mentions?limit=50&q=${encodeURIComponent(q)}`),
    queue: ['/api/incidents?limit=50'],
    incident: desk.incidentIds.map((id) => `/api/incidents/${id}`)
  }
  const figures: Record<string, HttpFigures> = {}
  for (const [name, paths] of Object.entries(asked)) {
    const child = fork(new URL('dashboard/http-clients.ts', import.meta.url))
    child.send({ cookie: desk.cookie, connections, seconds, urls: paths.map((one) => `${desk.url}${one}`) } satisfies HttpTask)
    const [got] = (await once(child, 'message')) as [HttpFigures]
    say(`${name}：${JSON.stringify(got)}`)
    figures[name] = got
  }
  return figures
}
