import { setTimeout as pause } from 'node:timers/promises'
import type { BenchDesk } from './desk.ts'
import type { BenchEngines } from './engines.ts'
import { Producer } from './producer.ts'
import { cpuSeconds, residentMb } from './process-figures.ts'
import { RoleProcess } from './role-process.ts'
import { missing, searchable } from './witness.ts'

/** The producer stays so far ahead. */
const mostAhead = 4000
const drainWithinMs = 120_000
const tellEveryMs = 10_000

export interface Throughput {
  readonly perSecond: number
  readonly mentions: number
  readonly seconds: number
  readonly pipelineMb: number
}

export interface ThroughputOptions {
  readonly desk: BenchDesk
  readonly engines: BenchEngines
  readonly processes: number
  readonly warmUpSeconds: number
  readonly seconds: number
  readonly say: (words: string) => void
}

/**
 * Posts from the topic to searchable: so many pipeline processes, a producer of its own that stays a little ahead, and counts by
 * Elasticsearch's own word. Ends when every post that was produced is found.
 * @throws Error when one is not
 */
export async function measureThroughput(options: ThroughputOptions): Promise<Throughput> {
  const { desk, engines, processes, say } = options
  await using opened = new AsyncDisposableStack()
  const pipelines: RoleProcess[] = []
  for (let number = 0; number < processes; number++) {
    const pipeline = await RoleProcess.start('pipeline', desk)
    opened.defer(() => pipeline.stop())
    pipelines.push(pipeline)
  }
  const run = desk.options.kafka.prefix
  const producer = await Producer.start({ directory: desk.directory, run, most: mostAhead })
  opened.defer(() => producer.kill())
  const [node = ''] = engines.nodes
  const alias = `${desk.options.elasticsearch.prefix}-mentions`
  // An index that was just made has no shard yet.
  await until(async () => (await searchable(node, alias).catch(() => 0)) > 0)
  await pause(options.warmUpSeconds * 1000)

  const pids = { ...engines.pids, producer: producer.pid, ...Object.fromEntries(pipelines.map(({ pid }, index) => [`pipeline-${index + 1}`, pid])) }
  const before = Object.entries(pids).map(([name, pid]) => [name, pid, cpuSeconds(pid)] as const)
  const begun = { at: performance.now(), count: await searchable(node, alias) }
  for (let left = options.seconds * 1000; left > 0; left = options.seconds * 1000 - (performance.now() - begun.at)) {
    await pause(Math.min(left, tellEveryMs))
    const count = (await searchable(node, alias)) - begun.count
    say(`  ${Math.round((performance.now() - begun.at) / 1000)} 秒：${count} 条，${Math.round((count * 1000) / (performance.now() - begun.at))}/s`)
  }
  const ended = { at: performance.now(), count: await searchable(node, alias) }
  const mentions = ended.count - begun.count
  const seconds = (ended.at - begun.at) / 1000
  const costs = before.map(([name, pid, from]) => `${name} ${(((cpuSeconds(pid) - from) * 1e6) / mentions).toFixed(0)}`)
  say(`  每条用核 µs：${costs.join('，')}`)
  const produced = await producer.end()
  await until(async () => (await searchable(node, alias)) >= produced)
  const lost = await missing(node, alias, run, produced)
  if (lost > 0) throw new Error(`${produced} 条中有 ${lost} 条检索不到`)
  return { perSecond: mentions / seconds, mentions: produced, seconds, pipelineMb: Math.max(...pipelines.map(({ pid }) => residentMb(pid))) }
}

async function until(done: () => Promise<boolean>): Promise<void> {
  const limit = performance.now() + drainWithinMs
  while (!(await done())) {
    if (performance.now() > limit) throw new Error(`${drainWithinMs / 1000} 秒内没有处理完`)
    await pause(200)
  }
}
