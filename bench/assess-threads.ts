import { availableParallelism } from 'node:os'
import { z } from 'zod'
import { loadConfig } from '../config/load.ts'
import { knowledgeOf } from '../knowledge.ts'
import type { Mention } from '../core/mention.ts'
import { startAssessPool, type AssessWorker } from '../pipeline/assess-pool.ts'
import { anySourceSettings } from './any-settings.ts'
import { createPosts } from './cluster/posts.ts'

const batch = 200
const batches = 40
/** As partitions are read side by side, so that no thread waits for the main one to unpack what it said. */
const atOnce = 2
/** A thread compiles what it runs often, and of two each sees half of the mentions. */
const warmUpRounds = 3
const rounds = 7

/** Assessing in one worker thread and in one a core, by turns: what a further thread is worth. 1 where there is one core. */
export async function bench(say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const folder = new URL('../config/shirongyuanlin', import.meta.url).pathname
  const config = await loadConfig(folder, { sourceSettings: anySourceSettings, channelSettings: z.unknown() })
  const setup = { knowledge: await knowledgeOf(config), segmenterModule: new URL('../adapters/segmenter/jieba.ts', import.meta.url).href }
  const threads = availableParallelism()
  const postOf = createPosts('threads')
  const mentions = Array.from({ length: batch * batches }, (_, index) => postOf(index))
  await using opened = new AsyncDisposableStack()
  const pools = []
  for (const size of [1, threads]) {
    const pool = await startAssessPool(setup, size)
    opened.defer(() => pool.close())
    pools.push(pool)
  }
  const rates: number[][] = []
  for (let round = 0; round < warmUpRounds + rounds; round++) {
    const pair: number[] = []
    for (const pool of pools) {
      const from = performance.now()
      await drain(pool, mentions)
      pair.push((mentions.length * 1000) / (performance.now() - from))
    }
    say(`第 ${round} 轮：一个线程 ${Math.round(pair[0] ?? 0)}/s，${threads} 个线程 ${Math.round(pair[1] ?? 0)}/s`)
    if (round >= warmUpRounds) rates.push(pair)
  }
  const ratios = rates.map(([one = Number.NaN, all = Number.NaN]) => all / one).sort((a, b) => a - b)
  return { threads, ratio: Math.round((ratios[Math.floor(rounds / 2)] ?? 0) * 1000) / 1000, rounds }
}

async function drain(pool: AssessWorker, mentions: readonly Mention[]): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < mentions.length) {
      const from = next
      next += batch
      await pool.assess(mentions.slice(from, from + batch))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}
