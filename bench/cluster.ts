import { measureAssess } from './cluster/assess-alone.ts'
import { measureBulk } from './cluster/bulk-overhead.ts'
import { benchDesk } from './cluster/desk.ts'
import { startEngines, type BenchEngines } from './cluster/engines.ts'
import { measureLog, told } from './cluster/log-overhead.ts'
import { measureThroughput, type Throughput } from './cluster/throughput.ts'
import { measureVisible } from './cluster/visible.ts'

type Say = (words: string) => void

const seconds = Number(process.env['WANGLOU_BENCH_SECONDS'] ?? 300)
const warmUpSeconds = Math.min(30, seconds / 4)
const assessSeconds = Math.min(20, seconds / 4)
const visibleSeconds = Math.min(100, seconds)

/**
 * The cluster engine on one machine, engines and all: posts of 600 characters from topic to searchable, with what assessing alone reaches
 * here before and after; what the adapters cost over the bare clients; from produced to visible on a page; memory of each role.
 */
export async function bench(say: Say): Promise<Readonly<Record<string, unknown>>> {
  const engines = await startEngines(say)
  try {
    const overhead = await onDesk(say, async (desk) => ({ log: await measureLog(desk, say), bulk: await measureBulk(desk, say) }))
    const before = await onDesk(say, (desk) => measureAssess(desk, assessSeconds))
    say(`研判单独：每秒 ${Math.round(before)}`)
    const runs: Record<string, Throughput> = {}
    for (const processes of [1, 2]) runs[processes] = await throughput(engines, processes, say)
    const after = await onDesk(say, (desk) => measureAssess(desk, assessSeconds))
    say(`研判单独：每秒 ${Math.round(after)}`)
    const { rssMb, ...visibleMs } = await onDesk(say, (desk) => measureVisible(desk, visibleSeconds, say))
    const best = Object.values(runs).reduce((a, b) => (b.perSecond > a.perSecond ? b : a))
    const alone = (before + after) / 2
    return {
      mentionsPerSecond: Math.round(best.perSecond),
      assessAlonePerSecond: Math.round(alone),
      ratioToAssess: rounded(best.perSecond / alone),
      kafkaOutRatio: rounded(overhead.log.out.ratio),
      kafkaInRatio: rounded(overhead.log.in.ratio),
      bulkRatio: rounded(overhead.bulk.ratio),
      ceilings: { kafkaOut: told(overhead.log.out), kafkaIn: told(overhead.log.in), bulk: told(overhead.bulk) },
      visibleMs,
      rssMb,
      runs: Object.fromEntries(
        Object.entries(runs).map(([processes, run]) => [
          processes,
          { perSecond: Math.round(run.perSecond), mentions: run.mentions, seconds: Math.round(run.seconds), pipelineMb: run.pipelineMb }
        ])
      )
    }
  } finally {
    await engines.close()
  }
}

async function throughput(engines: BenchEngines, processes: number, say: Say): Promise<Throughput> {
  say(`从主题到可检索，研判进程 ${processes} 个，${seconds} 秒`)
  return onDesk(say, (desk) => measureThroughput({ desk, engines, processes, warmUpSeconds, seconds, say }))
}

/** Each measurement has topics and indices of its own. */
async function onDesk<T>(say: Say, work: (desk: Awaited<ReturnType<typeof benchDesk>>) => Promise<T>): Promise<T> {
  const desk = await benchDesk(say)
  try {
    return await work(desk)
  } finally {
    await desk.remove()
  }
}

function rounded(ratio: number): number {
  return Math.round(ratio * 1000) / 1000
}
