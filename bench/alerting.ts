import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '../adapters/clock.ts'
import { openEmbedded } from '../adapters/embedded/open.ts'
import { sha256, strongRandom } from '../adapters/hash.ts'
import type { Channel } from '../alerting/channels/channel.ts'
import { startOutbox } from '../alerting/outbox.ts'
import { startAlerting } from '../alerting/run.ts'
import { createSweep, type Sweep } from '../alerting/sweep.ts'
import type { Clock } from '../core/clock.ts'
import type { IncidentWriter } from '../core/incident/update.ts'
import { addMs, hourMs, instantFromMs, minuteMs, type Instant } from '../core/instant.ts'
import type { Notice } from '../core/notice.ts'
import type { Logger, Stores } from '../core/ports.ts'
import { clocks, contacts, newIncident, reach, runningIncident } from './alerting/incidents.ts'

const incidents = Number(process.env['WANGLOU_BENCH_INCIDENTS'] ?? 100_000)
const sweeps = 30
const due = 10_000
const deadlines = 600
const deadlinesEveryMs = 50
const megabyte = 1e6

type Say = (words: string) => void
type Opened = Stores & { close(): Promise<void> }

/**
 * Alerting on the embedded engine with real SQLite, on so many open incidents with four clocks each. Each figure stands on stderr
 * beside its aim; see the functions for what each is.
 */
export async function bench(say: Say): Promise<Readonly<Record<string, unknown>>> {
  const directory = mkdtempSync(path.join(tmpdir(), 'wanglou-bench-'))
  const desk = path.join(directory, 'desk')
  spawnSync(process.execPath, [new URL('./alerting/fill.ts', import.meta.url).pathname, desk, String(incidents)], { stdio: 'inherit' })
  const stores = await openEmbedded({ directory: desk, clock: systemClock, lock: true })
  try {
    const quiet = await sweepAll(stores, say)
    const deadlineToChannelP99Ms = await deadlineToChannel(stores, say)
    const handOver10kMs = await handOver(stores, say)
    const replay48hMs = await replay(directory, say)
    return { incidents, clocks, ...quiet, handOver10kMs, deadlineToChannelP99Ms, replay48hMs }
  } finally {
    await stores.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

/* ---- the figures ---- */

/** Sweeps over incidents of which nothing is due, each second as in a running process: the longest, the first after a start among them. */
async function sweepAll(stores: Opened, say: Say): Promise<{ sweepMs: number; sweepP50Ms: number; rssMb: number; heapMb: number }> {
  const before = memory()
  const sweep = sweeperOn(stores, systemClock, say)
  const taken: number[] = []
  let [rssMb, heapMb] = [0, 0]
  for (let round = 0; round < sweeps; round++) {
    const begunMs = performance.now()
    await sweep.all()
    taken.push(performance.now() - begunMs)
    const now = memory()
    rssMb = Math.max(rssMb, now.rssMb - before.rssMb)
    heapMb = Math.max(heapMb, now.heapMb - before.heapMb)
    await pause(Math.max(0, 1000 - (performance.now() - begunMs)))
  }
  const figures = { sweepMs: atShare(taken, 1), sweepP50Ms: atShare(taken, 0.5), rssMb, heapMb }
  say(
    `${incidents} 个事件、每个 ${clocks} 个时限，扫描 ${sweeps} 次：最长 ${figures.sweepMs} 毫秒（目标 1,000 以内），中位 ${figures.sweepP50Ms} 毫秒`
  )
  say(`其间进程内存（RSS，含 SQLite 各线程）比扫描前最多多 ${rssMb} MB（目标 200 以内），堆多 ${heapMb} MB`)
  return figures
}

/** The whole role with its ticks: from the moment of a phase to its notice being in a channel's hands, deadlines at their own moments. */
async function deadlineToChannel(stores: Opened, say: Say): Promise<number> {
  const begunMs = Date.now() + 5000
  const dueMs = new Map(Array.from({ length: deadlines }, (_, number) => [`due-${number}`, begunMs + number * deadlinesEveryMs]))
  const late: number[] = []
  const channel = fakeChannel(({ subject }) => late.push(Date.now() - (dueMs.get(subject.id) ?? Number.NaN)))
  await putAll(
    stores,
    [...dueMs].map(([id, ms]) => runningIncident(id, instantFromMs(ms)))
  )
  const role = startAlerting({
    stores,
    writer: writerOn(stores),
    contacts,
    channels: { dashboard: channel },
    clock: systemClock,
    logger: loggerOf(say),
    random: strongRandom,
    sha256,
    holder: 'bench',
    drill: true
  })
  try {
    while (late.length < deadlines) await pause(50)
  } finally {
    await role.close()
  }
  const p99 = atShare(late, 0.99)
  say(`${deadlines} 个时限各到各的，从到时到交给渠道：p50 ${atShare(late, 0.5)} 毫秒，p99 ${p99} 毫秒（目标 3,000 以内）`)
  return p99
}

/** So many notices fall due at one moment: sweep, outbox and a fake channel, until all of them are handed over and settled. */
async function handOver(stores: Opened, say: Say): Promise<number> {
  const moment = instantFromMs(Date.now())
  await putAll(
    stores,
    Array.from({ length: due }, (_, number) => runningIncident(`burst-${number}`, moment))
  )
  const handed: Notice[] = []
  const outbox = startOutbox({
    notices: stores.notices,
    channels: { dashboard: fakeChannel((notice) => handed.push(notice)) },
    clock: systemClock,
    logger: loggerOf(say),
    random: strongRandom,
    holder: 'bench'
  })
  const begunMs = performance.now()
  try {
    const sweep = sweeperOn(stores, systemClock, say, () => outbox.wake())
    await sweep.all()
    const sweptMs = Math.round(performance.now() - begunMs)
    while (handed.length < due || outbox.busy()) await pause(20)
    const tookMs = Math.round(performance.now() - begunMs)
    say(`${handed.length} 条同时到期的通知：扫描 ${sweptMs} 毫秒，全部交给渠道 ${tookMs} 毫秒（目标 30,000 以内）`)
    return tookMs
  } finally {
    await outbox.close()
  }
}

/** One incident through 48 hours, swept each civil minute, on a store of its own. */
async function replay(directory: string, say: Say): Promise<number> {
  const stores = await openEmbedded({ directory: path.join(directory, 'replay'), clock: systemClock, lock: true })
  try {
    const start = instantFromMs(Date.now())
    let now: Instant = start
    await stores.incidents.put(newIncident('replayed', start), 0)
    const clock: Clock = { now: () => now, elapsedMs: () => systemClock.elapsedMs(), speed: 1 }
    const sweep = sweeperOn(stores, clock, say)
    const begunMs = performance.now()
    for (; now < addMs(start, 48 * hourMs); now = addMs(now, minuteMs)) await sweep.all()
    const tookMs = Math.round(performance.now() - begunMs)
    const reached = (await stores.incidents.get('replayed'))?.events.filter(({ body }) => body.type === 'countdown-phase-reached').length
    say(`一个事件的 48 小时，每分钟扫描一次：${tookMs} 毫秒（目标 1,000 以内），${reached} 个阶段`)
    return tookMs
  } finally {
    await stores.close()
  }
}

/* ---- what they stand on ---- */

async function putAll({ incidents: store }: Opened, documents: readonly ReturnType<typeof newIncident>[]): Promise<void> {
  await Promise.all(documents.map((document) => store.put(document, 0)))
}

function writerOn(stores: Opened): IncidentWriter {
  return {
    store: stores.incidents,
    sha256,
    announce: ({ id, version }) =>
      stores.log.append('incidents', [{ key: id, value: JSON.stringify({ schema: 1, incidentId: id, version, fetchedElapsedMs: null }) }])
  }
}

function sweeperOn(stores: Opened, clock: Clock, say: Say, requested: () => void = () => {}): Sweep {
  return createSweep({
    writer: writerOn(stores),
    incidents: stores.incidents,
    notices: stores.notices,
    mentions: stores.mentions,
    contacts,
    channels: { dashboard: { reach } },
    clock,
    logger: loggerOf(say),
    requested,
    seen: () => {}
  })
}

/** A channel that takes everything at once. */
function fakeChannel(took: (notice: Notice) => void): Channel {
  return {
    reach,
    send({ notice }) {
      took(notice)
      return Promise.resolve({ outcome: 'accepted', receipt: 'bench' })
    },
    close: () => Promise.resolve()
  }
}

function memory(): { rssMb: number; heapMb: number } {
  const { rss, heapUsed } = process.memoryUsage()
  return { rssMb: Math.round(rss / megabyte), heapMb: Math.round(heapUsed / megabyte) }
}

function atShare(taken: readonly number[], share: number): number {
  const sorted = taken.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN)
}

function loggerOf(say: Say): Logger {
  return {
    info: () => {},
    warn: (fields, words) => say(`${words} ${JSON.stringify(fields)}`),
    error: (fields, words) => say(`${words} ${JSON.stringify(fields)}`)
  }
}
