import { z } from 'zod'
import { loadSegmenter } from '../adapters/segmenter/jieba.ts'
import { loadConfig } from '../config/load.ts'
import type { Mention } from '../core/mention.ts'
import { knowledgeOf } from '../knowledge.ts'
import { createAssessor } from '../pipeline/assess.ts'
import { ruleTerms } from '../pipeline/knowledge.ts'
import { anySourceSettings } from './any-settings.ts'
import { hostileTexts } from './made-hostile.ts'
import { madeMention } from './made-mentions.ts'
import { madeRules } from './made-rules.ts'

const megabyte = 1_000_000
const rules = 2000
const ordinary = 4000
const characters = 600
const mostRounds = 20
/** Milliseconds; hardly any reading takes so long. */
const suspicious = 1

/**
 * Texts made to be slow: one of a megabyte of each kind, and mentions of 600 characters, ordinary ones and all the hostile kinds, of which
 * the slowest thousandth counts, with 2,000 rules. Each is read several times and the fastest reading counts: other programs only ever add to it.
 */
export async function bench(say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const folder = new URL('../config/shirongyuanlin', import.meta.url).pathname
  const config = await loadConfig(folder, { sourceSettings: anySourceSettings, channelSettings: z.unknown() })
  const shipped = await knowledgeOf(config)
  const count = shipped.packs.reduce((sum, pack) => sum + pack.rules.length, 0)
  const knowledge = { ...shipped, packs: [...shipped.packs, madeRules(rules - count)] }
  const assess = createAssessor(knowledge, loadSegmenter(ruleTerms(knowledge)))
  const texts = hostileTexts(ruleTerms(knowledge))
  for (let index = 0; index < 2000; index++) assess(madeMention(index, characters))

  const usual = Array.from({ length: ordinary }, (_, index) => fastest(() => assess(madeMention(index, characters)), 5))
  const short: number[] = []
  const megabyteMs: Record<string, number> = {}
  for (const { kind, text } of texts(megabyte)) {
    const mention: Mention = { ...madeMention(0, characters), text }
    const few: Mention = { ...mention, text: text.slice(0, characters) }
    megabyteMs[kind] = fastest(() => assess(mention), 3)
    short.push(fastest(() => assess(few), 10))
    say(`${kind}: 1 MB ${megabyteMs[kind]} ms;${characters} 字 ${short.at(-1) ?? 0} ms`)
  }
  const all = [...usual, ...short].sort((a, b) => a - b)
  return {
    rules,
    megabyteMs,
    megabyteSlowestMs: Math.max(...Object.values(megabyteMs)),
    hostileSlowestMs: Math.max(...short),
    mentions: all.length,
    characters,
    p50Ms: quantile(all, 0.5),
    p99Ms: quantile(all, 0.99),
    p999Ms: quantile(all, 0.999)
  }
}

/** @param sorted from the smallest on */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** Milliseconds of the fastest of so many, of more where all were slow: that is how a busy machine looks. */
function fastest(work: () => unknown, rounds: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds || (round < mostRounds && least > suspicious); round++) {
    const from = performance.now()
    work()
    least = Math.min(least, performance.now() - from)
  }
  return Math.round(least * 100) / 100
}
