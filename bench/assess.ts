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
import { anySourceSettings } from './any-settings.ts'
import { createPosts, post } from './cluster/posts.ts'
import { labelledTexts } from './judge/labelled-texts.ts'
import { madeMention } from './made-mentions.ts'
import { madeRules } from './made-rules.ts'
import { measurePythonPeer } from './peers/python-peer.ts'

const count = 2000
const characters = 600
const rounds = 9
const chunk = 50
const few = 20
const many = 2000

type Assess = (mention: Mention) => Assessment

/**
 * Assessing 600-character mentions with 2,000 rules (the shipped ones and made ones) on one core, against bare `nodejieba.cut` on the
 * same texts: on real ones of the labelled sets where they are on this machine (they decide, `texts` says so), on made ones in the
 * frequencies of the language, and on dense ones, where nearly every sentence names a place, a figure or a rule's term and the few
 * words that there are never leave the cache, so that cutting is cheapest. On the first also with the shipped rules alone, with 20 of them,
 * and with those 20 among 2,000. All take turns every few texts, the time is that of this thread on its core, and the median round
 * counts: a busy machine slows all alike. Python's peers on the same texts last.
 */
export async function bench(say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const knowledge = await shippedKnowledge()
  const { packs: shipped } = knowledge
  const some = first(few, shipped)
  const sets = [[...shipped, madeRules(many - rulesOf(shipped))], shipped, some, [...some, madeRules(many - few)]]
  const segmenter = loadSegmenter(ruleTerms({ packs: sets.flat() }))
  const assessors = sets.map((packs) => createAssessor({ ...knowledge, packs }, segmenter))
  const kinds = kindsOfMentions()
  const measured = kinds.map(({ texts, mentions }, index) => {
    say(`${texts}：`)
    return { texts, ...figuresOf(sets, mentions, index === 0 ? assessors : assessors.slice(0, 1), say) }
  })
  const [deciding, ...others] = measured
  return {
    ...deciding,
    characters,
    others: others.map(({ texts, all, cutsPerSecond }) => ({ texts, ...all, cutsPerSecond })),
    python: await measurePythonPeer(
      (kinds[0]?.mentions ?? []).map(({ text }) => text ?? ''),
      say
    )
  }
}

interface Kind {
  readonly texts: 'real' | 'made' | 'dense'
  readonly mentions: readonly Mention[]
}

function kindsOfMentions(): Kind[] {
  const real = labelledTexts(count, characters)
  const postOf = createPosts('assess')
  const numbers = Array.from({ length: count }, (_, index) => index)
  return [
    ...(real === null ? [] : [{ texts: 'real' as const, mentions: real.map((text, index) => post(`real-${index}`, text)) }]),
    { texts: 'made', mentions: numbers.map((index) => postOf(index)) },
    { texts: 'dense', mentions: numbers.map((index) => madeMention(index, characters)) }
  ]
}

interface Figures {
  readonly rules: number
  readonly mentionsPerSecond: number
  readonly ratioToCut: number
  readonly relevant: number
}

/** With all rules; and, where more assessors are given, with those of the other sets. */
function figuresOf(sets: readonly (readonly RulePack[])[], mentions: readonly Mention[], assessors: readonly Assess[], say: (words: string) => void) {
  const times = measure(mentions, assessors, say)
  const figures = assessors.map((assess, index): Figures => ({
    rules: rulesOf(sets[index] ?? []),
    mentionsPerSecond: Math.round(median(times.map(({ assessMs }) => (count * 1000) / (assessMs[index] ?? Number.NaN)))),
    ratioToCut: rounded(median(times.map(({ cutMs, assessMs }) => cutMs / (assessMs[index] ?? Number.NaN)))),
    relevant: mentions.filter((mention) => assess(mention).relevant).length
  }))
  const [all, alone, ofFew, fewAmongMany] = figures
  const timeOf = (one: number, other: number): number =>
    rounded(median(times.map(({ assessMs }) => (assessMs[one] ?? Number.NaN) / (assessMs[other] ?? Number.NaN))))
  return {
    all,
    mentions: mentions.length,
    cutsPerSecond: Math.round(median(times.map(({ cutMs }) => (count * 1000) / cutMs))),
    ...(assessors.length === 1 ? {} : { shipped: alone, few: ofFew, fewAmongMany, timeOfManyToFew: timeOf(3, 2), timeOfManyToShipped: timeOf(0, 1) })
  }
}

async function shippedKnowledge(): Promise<AssessKnowledge> {
  const folder = new URL('../config/shirongyuanlin', import.meta.url).pathname
  return knowledgeOf(await loadConfig(folder, { sourceSettings: anySourceSettings, channelSettings: z.unknown() }))
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
