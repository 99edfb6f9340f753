import { z } from 'zod'
import { loadSegmenter } from '../adapters/segmenter/jieba.ts'
import { loadConfig } from '../config/load.ts'
import type { AssessedMention } from '../core/ports.ts'
import { knowledgeOf } from '../knowledge.ts'
import { createAssessor } from '../pipeline/assess.ts'
import { Clusters } from '../pipeline/grouping/clusters.ts'
import { featuresOf } from '../pipeline/grouping/features.ts'
import { defaultLinkSettings } from '../pipeline/grouping/link.ts'
import { ruleTerms } from '../pipeline/knowledge.ts'
import { madeHappening } from './made-happenings.ts'

const count = 20_000
const characters = 600

/** Placing assessed mentions in the working set: comparison only, no store. Every fourth reports a happening, the others are near nothing. */
export async function bench(say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const anything = z.record(z.string(), z.unknown())
  const folder = new URL('../config/shirongyuanlin', import.meta.url).pathname
  const config = await loadConfig(folder, { sourceSettings: { portal: anything, feed: anything, weibo: anything }, channelSettings: z.unknown() })
  const knowledge = await knowledgeOf(config)
  const assess = createAssessor(knowledge, loadSegmenter(ruleTerms(knowledge)))
  const items: AssessedMention[] = Array.from({ length: count }, (_, index) => {
    const mention = madeHappening(index, characters)
    return { mention, assessment: { ...assess(mention), relevant: true } }
  })
  say(`${count} 条已研判`)
  const clusters = new Clusters<null>({ link: defaultLinkSettings, mostCompared: 30_000, mostBystanders: 5_000 }, () => false)
  const from = performance.now()
  for (const { mention, assessment } of items) clusters.place(featuresOf(mention, assessment), null)
  const seconds = (performance.now() - from) / 1000
  const groups = new Set(items.map(({ mention }) => clusters.node(mention.id)?.cluster)).size
  return { mentionsPerSecond: Math.round(count / seconds), mentions: count, characters, groups, rssMb: Math.round(process.memoryUsage().rss / 1e6) }
}
