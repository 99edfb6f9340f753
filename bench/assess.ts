import { createRequire } from 'node:module'
import { z } from 'zod'
import { loadSegmenter } from '../adapters/segmenter/jieba.ts'
import { loadConfig } from '../config/load.ts'
import type { Assessment } from '../core/assessment.ts'
import type { Mention } from '../core/mention.ts'
import type { RulePack } from '../core/rule.ts'
import { knowledgeOf } from '../knowledge.ts'
import { createAssessor } from '../pipeline/assess.ts'
import { ruleTerms, type AssessKnowledge } from '../pipeline/knowledge.ts'
import { madeMention } from './made-mentions.ts'
import { madeRules } from './made-rules.ts'
import { measurePythonPeer } from './peers/python-peer.ts'

const count = 2000
const rounds = 9
const chunk = 50
const few = 20
const many = 2000

type Cut = (text: string) => string[]

interface Speed {
  readonly mentionsPerSecond: number
  readonly cutsPerSecond: number
  readonly ratioToCut: number
}

/**
 * Assessing 600-character mentions with 2,000 rules on one core, against bare `nodejieba.cut` on the same texts; the same with the
 * first 20 of those rules and with the shipped ones alone. Assessing and cutting take turns every few texts, the time is that of
 * this thread on its core, and the median round counts: a busy machine slows both alike. Python's peers on the same texts last.
 */
export async function bench(say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const knowledge = await shippedKnowledge()
  const { cut } = createRequire(import.meta.url)('nodejieba') as { cut: Cut }
  const mentions = Array.from({ length: count }, (_, index) => madeMention(index, 600))
  const shipped = rulesOf(knowledge.packs)
  const grown = [...knowledge.packs, madeRules(many - shipped)]
  const figures: { rules: number; speed: Speed; relevant: number }[] = []
  for (const packs of [first(few, knowledge.packs), knowledge.packs, grown]) {
    const assess = createAssessor({ ...knowledge, packs }, loadSegmenter(ruleTerms({ packs })))
    const rules = rulesOf(packs)
    say(`${rules} 条规则`)
    figures.push({ rules, speed: measure(mentions, assess, cut, say), relevant: mentions.filter((mention) => assess(mention).relevant).length })
  }
  const [ofFew, ofShipped, ofMany] = figures
  if (ofFew === undefined || ofShipped === undefined || ofMany === undefined) throw new Error('nothing was measured')
  return {
    rules: ofMany.rules,
    mentions: count,
    characters: 600,
    ...ofMany.speed,
    relevant: ofMany.relevant,
    withShipped: { rules: ofShipped.rules, ...ofShipped.speed, relevant: ofShipped.relevant },
    withFew: { rules: ofFew.rules, ...ofFew.speed, relevant: ofFew.relevant },
    ratioManyToFew: rounded(ofMany.speed.ratioToCut / ofFew.speed.ratioToCut),
    ratioManyToShipped: rounded(ofMany.speed.ratioToCut / ofShipped.speed.ratioToCut),
    python: await measurePythonPeer(
      mentions.map(({ text }) => text ?? ''),
      say
    )
  }
}

async function shippedKnowledge(): Promise<AssessKnowledge> {
  const anything = z.record(z.string(), z.unknown())
  const folder = new URL('../config/shirongyuanlin', import.meta.url).pathname
  return knowledgeOf(
    await loadConfig(folder, { sourceSettings: { portal: anything, feed: anything, weibo: anything }, channelSettings: z.unknown() })
  )
}

function rulesOf(packs: readonly RulePack[]): number {
  return packs.reduce((sum, pack) => sum + pack.rules.length, 0)
}

/** The first rules of the packs, in turn, so that all subjects are there. */
function first(most: number, packs: readonly RulePack[]): RulePack[] {
  const each = Math.ceil(most / packs.length)
  let left = most
  return packs.map((pack) => {
    const rules = pack.rules.slice(0, Math.min(each, left))
    left -= rules.length
    return { ...pack, rules }
  })
}

/** The median of the rounds; the first one warms up. */
function measure(mentions: readonly Mention[], assess: (mention: Mention) => Assessment, cut: Cut, say: (words: string) => void): Speed {
  const texts = mentions.map(({ text }) => text ?? '')
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
    mentionsPerSecond: Math.round(median?.assessed ?? 0),
    cutsPerSecond: Math.round(median?.cuts ?? 0),
    ratioToCut: rounded(median?.ratio ?? 0)
  }
}

function rounded(ratio: number): number {
  return Math.round(ratio * 1000) / 1000
}

/** Milliseconds of this thread on a core. */
function elapsed(work: () => void): number {
  const from = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(from)
  return (user + system) / 1000
}
