import { setTimeout as pause } from 'node:timers/promises'
import type { BenchDesk } from './desk.ts'
import type { BenchEngines } from './engines.ts'
import { fillTopic } from './producer.ts'
import { cpuSeconds, residentMb } from './process-figures.ts'
import { RoleProcess } from './role-process.ts'
import { missing, searchable } from './witness.ts'

/** What the topic holds is what this rate would take; a slower run takes longer, a faster one less. */
const aimPerSecond = 1000
const slowest = 4
const tellEveryMs = 10_000
const lookEveryMs = 2000

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
 * Posts from the topic to searchable: so many pipeline processes drain a topic that was filled before (crawlers run elsewhere), and counts
 * are by Elasticsearch's own word. Ends when every post is found.
 * @throws Error when one is not
 */
export async function measureThroughput({ desk, engines, processes, warmUpSeconds, seconds, say }: ThroughputOptions): Promise<Throughput> {
  await using opened = new AsyncDisposableStack()
  const run = desk.options.kafka.prefix
  const warmUp = Math.round(warmUpSeconds * aimPerSecond)
  const posts = warmUp + Math.round(seconds * aimPerSecond)
  await fillTopic({ directory: desk.directory, run, posts })
  say(`  主题中已有 ${posts} 条，前 ${warmUp} 条作预热`)
  const pipelines = await Promise.all(Array.from({ length: processes }, () => RoleProcess.start('pipeline', desk)))
  for (const pipeline of pipelines) opened.defer(() => pipeline.stop())
  const [node = ''] = engines.nodes
  const alias = `${desk.options.elasticsearch.prefix}-mentions`
  // An index that was just made has no shard yet.
  const count = (): Promise<number> => searchable(node, alias).catch(() => 0)
  await until(async () => (await count()) >= warmUp, seconds)

  const pids = { ...engines.pids, ...Object.fromEntries(pipelines.map(({ pid }, index) => [`pipeline-${index + 1}`, pid])) }
  const cpuBefore = Object.entries(pids).map(([name, pid]) => [name, pid, cpuSeconds(pid)] as const)
  const begun = { at: performance.now(), count: await searchable(node, alias) }
  let told = begun.at
  let found = begun.count
  while (found < posts) {
    await pause(Math.min(tellEveryMs, Math.max(lookEveryMs, (posts - found) / 2)))
    found = await searchable(node, alias)
    const elapsed = performance.now() - begun.at
    if (elapsed > seconds * slowest * 1000) throw new Error(`${Math.round(elapsed / 1000)} 秒内没有处理完：${found}/${posts}`)
    if (performance.now() - told < tellEveryMs && found < posts) continue
    told = performance.now()
    say(`  ${Math.round(elapsed / 1000)} 秒：${found - begun.count} 条，${Math.round(((found - begun.count) * 1000) / elapsed)}/s`)
  }
  const took = (performance.now() - begun.at) / 1000
  const mentions = posts - begun.count
  const costs = cpuBefore.map(([name, pid, from]) => `${name} ${(((cpuSeconds(pid) - from) * 1e6) / mentions).toFixed(0)}`)
  say(`  每条用核 µs：${costs.join('，')}`)
  const lost = await missing(node, alias, run, posts)
  if (lost > 0) throw new Error(`${posts} 条中有 ${lost} 条检索不到`)
  return { perSecond: mentions / took, mentions: posts, seconds: took, pipelineMb: Math.max(...pipelines.map(({ pid }) => residentMb(pid))) }
}

async function until(done: () => Promise<boolean>, seconds: number): Promise<void> {
  const limit = performance.now() + seconds * slowest * 1000
  while (!(await done())) {
    if (performance.now() > limit) throw new Error(`${seconds * slowest} 秒内没有处理完预热`)
    await pause(lookEveryMs)
  }
}
