import { createRequire } from 'node:module'
import { z } from 'zod'
import { loadSegmenter } from '../adapters/segmenter/jieba.ts'
import { loadConfig } from '../config/load.ts'
import { knowledgeOf } from '../knowledge.ts'
import { createAssessor } from '../pipeline/assess.ts'
import { ruleTerms } from '../pipeline/knowledge.ts'
import { madeMention } from './made-mentions.ts'

const count = 2000
const rounds = 9
const chunk = 50

/**
 * Assessing 600-character mentions with the shipped rules on one core, against bare `nodejieba.cut` on the same texts. The
 * two take turns every few texts, the time is that of this thread on its core, and the median round counts: a busy machine
 * slows both alike.
 */
export async function bench(say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const anything = z.record(z.string(), z.unknown())
  const folder = new URL('../config/shirongyuanlin', import.meta.url).pathname
  const config = await loadConfig(folder, { sourceSettings: { portal: anything, feed: anything, weibo: anything }, channelSettings: z.unknown() })
  const knowledge = await knowledgeOf(config)
  const assess = createAssessor(knowledge, loadSegmenter(ruleTerms(knowledge)))
  const { cut } = createRequire(import.meta.url)('nodejieba') as { cut: (text: string) => string[] }
  const mentions = Array.from({ length: count }, (_, index) => madeMention(index, 600))
  const texts = mentions.map((mention) => mention.text ?? '')
  const runs = Array.from({ length: rounds + 1 }, (_, round) => {
    let cutMs = 0
    let assessMs = 0
    for (let from = 0; from < count; from += chunk) {
      cutMs += elapsed(() => texts.slice(from, from + chunk).forEach((text) => cut(text)))
      assessMs += elapsed(() => mentions.slice(from, from + chunk).forEach((mention) => assess(mention)))
    }
    const run = { cuts: (count * 1000) / cutMs, assessed: (count * 1000) / assessMs, ratio: cutMs / assessMs }
    say(`第 ${round} 轮${round === 0 ? '(预热)' : ''}:切词 ${Math.round(run.cuts)}/s,研判 ${Math.round(run.assessed)}/s,比 ${run.ratio.toFixed(3)}`)
    return run
  })
    .slice(1)
    .sort((a, b) => a.ratio - b.ratio)
  const median = runs[Math.floor(rounds / 2)]
  return {
    rules: config.packs.reduce((sum, pack) => sum + pack.rules.length, 0),
    mentions: count,
    characters: 600,
    mentionsPerSecond: Math.round(median?.assessed ?? 0),
    cutsPerSecond: Math.round(median?.cuts ?? 0),
    ratioToCut: Math.round((median?.ratio ?? 0) * 1000) / 1000,
    relevant: mentions.filter((mention) => assess(mention).relevant).length
  }
}

/** Milliseconds of this thread on a core. */
function elapsed(work: () => void): number {
  const from = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(from)
  return (user + system) / 1000
}
