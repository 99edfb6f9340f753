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

type Assess = (mention: Mention) => Assessment

/**
 * Assessing 600-character mentions with 2,000 rules (the shipped ones and made ones) on one core, against bare `nodejieba.cut` on
 * the same texts; beside it with the shipped ones alone, with 20 of them, and with those 20 among 2,000. All take turns every few
 * texts, the time is that of this thread on its core, and the median round counts: a busy machine slows all alike. Python's peers
 * on the same texts last.
 */
export async function bench(say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const knowledge = await shippedKnowledge()
  const { packs: shipped } = knowledge
  const some = first(few, shipped)
  const sets = [[...shipped, madeRules(many - rulesOf(shipped))], shipped, some, [...some, madeRules(many - few)]]
  const segmenter = loadSegmenter(ruleTerms({ packs: sets.flat() }))
  const assessors = sets.map((packs) => createAssessor({ ...knowledge, packs }, segmenter))
  const mentions = Array.from({ length: count }, (_, index) => madeMention(index, 600))
  const times = measure(mentions, assessors, say)
  const figures = sets.map((packs, index) => ({
    rules: rulesOf(packs),
    mentionsPerSecond: Math.round(median(times.map(({ assessMs }) => (count * 1000) / (assessMs[index] ?? Number.NaN)))),
    ratioToCut: rounded(median(times.map(({ cutMs, assessMs }) => cutMs / (assessMs[index] ?? Number.NaN)))),
    relevant: mentions.filter((mention) => assessors[index]?.(mention).relevant).length
  }))
  const [all, alone, ofFew, fewAmongMany] = figures
  return {
    ...all,
    mentions: count,
    characters: 600,
    cutsPerSecond: Math.round(median(times.map(({ cutMs }) => (count * 1000) / cutMs))),
    shipped: alone,
    few: ofFew,
    fewAmongMany,
    timeOfManyToFew: rounded(median(times.map(({ assessMs }) => (assessMs[3] ?? Number.NaN) / (assessMs[2] ?? Number.NaN)))),
    timeOfManyToShipped: rounded(median(times.map(({ assessMs }) => (assessMs[0] ?? Number.NaN) / (assessMs[1] ?? Number.NaN)))),
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

/** The first rules of each pack, so that all subjects are there. */
function first(most: number, packs: readonly RulePack[]): RulePack[] {
  const each = Math.ceil(most / packs.length)
  let left = most
  return packs.map((pack) => {
    const rules = pack.rules.slice(0, Math.min(each, left))
    left -= rules.length
    return { ...pack, rules }
  })
}

interface Round {
  readonly cutMs: number
  /** By assessor. */
  readonly assessMs: readonly number[]
}

/** The time of every round but the first, which warms up. */
function measure(mentions: readonly Mention[], assessors: readonly Assess[], say: (words: string) => void): readonly Round[] {
  const { cut } = createRequire(import.meta.url)('nodejieba') as { cut: (text: string) => string[] }
  return Array.from({ length: rounds + 1 }, (_, round) => {
    let cutMs = 0
    const assessMs = assessors.map(() => 0)
    for (let from = 0; from < count; from += chunk) {
      const some = mentions.slice(from, from + chunk)
      cutMs += elapsed(() => some.forEach(({ text }) => cut(text ?? '')))
      for (const [index, assess] of assessors.entries()) assessMs[index] = (assessMs[index] ?? 0) + elapsed(() => some.forEach((one) => assess(one)))
    }
    const ratios = assessMs.map((ms) => (cutMs / ms).toFixed(3))
    say(`第 ${round} 轮${round === 0 ? '(预热)' : ''}：切词 ${Math.round((count * 1000) / cutMs)}/s，研判与切词之比 ${ratios.join('、')}`)
    return { cutMs, assessMs }
  }).slice(1)
}

function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN
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
