import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { BenchDesk } from './desk.ts'
import type { Heard, LiveTask } from './live-clients.ts'

const eventsPerSecond = 20
/** What is still on its way when the last event was written. */
const settleMs = 3000

export interface LiveLoad {
  readonly clients: number
  readonly stalled: number
  readonly seconds: number
  readonly say: (words: string) => void
}

export interface LiveFigures {
  readonly eventsPerSecond: number
  readonly events: number
  readonly heard: number
  readonly missed: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly maxMs: number
}

/** From the moment at which an event is to be written to each page that has it. */
export async function measureLive(desk: BenchDesk, { clients, stalled, seconds, say }: LiveLoad): Promise<LiveFigures> {
  const child = fork(new URL('live-clients.ts', import.meta.url))
  child.send({ url: desk.url, cookie: desk.cookie, clients, stalled } satisfies LiveTask)
  await once(child, 'message')
  say(`${clients} 个页面已连上，另有 ${stalled} 个不读`)
  await wait(settleMs)
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
  await wait(settleMs)
  child.send('report')
  const [heard] = (await once(child, 'message')) as [Heard]
  const delays = sent.flatMap(([key, at]) => (heard[key] ?? []).map((came) => came - at)).sort((a, b) => a - b)
  const at = (share: number): number => Math.round(delays[Math.ceil(share * delays.length) - 1] ?? Number.NaN)
  return {
    eventsPerSecond: Math.round(sent.length / seconds),
    events: sent.length,
    heard: delays.length,
    missed: sent.length * clients - delays.length,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    maxMs: at(1)
  }
}
