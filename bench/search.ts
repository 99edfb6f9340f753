import { existsSync, statfsSync } from 'node:fs'
import path from 'node:path'
import type { MentionStore } from '../core/ports.ts'
import { parseQuery } from '../core/search-grammar.ts'
import { SearchFilter } from '../core/search.ts'
import { loadVocabulary, type Vocabulary } from './made-posts.ts'
import { filledFolder, openFilledElasticsearch, openFilledEmbedded, type Filling } from './search/filled.ts'
import { mixedQueries } from './search/queries.ts'

const mentions = Number(process.env['WANGLOU_BENCH_MENTIONS'] ?? 1_000_000)
const neededBytesAMention = 30_000

type Say = (words: string) => void
type Figures = Readonly<Record<string, unknown>>

/**
 * 200 mixed queries over so many mentions on either engine: first page, total capped, no facets; once to warm up, then each
 * timed. What was built is kept in the cache of the engines, so that a second run only asks.
 */
export async function bench(say: Say): Promise<Figures> {
  const folder = await filledFolder(mentions)
  const free = statfsSync(folder)
  const needed = mentions * neededBytesAMention
  if (free.bavail * free.bsize < needed && !existsSync(path.join(folder, 'embedded.built'))) {
    return { mentions, skipped: `需要 ${Math.ceil(needed / 1e9)} GB 空闲磁盘` }
  }
  const filling = { mentions, vocabulary: loadVocabulary(), say }
  return { mentions, embedded: await onEmbedded(filling), elasticsearch: await onElasticsearch(filling) }
}

async function onEmbedded(filling: Filling): Promise<Figures> {
  const stores = await openFilledEmbedded(filling)
  try {
    return await measure('embedded', stores.mentions, filling.vocabulary, filling.say)
  } finally {
    await stores.close()
  }
}

async function onElasticsearch(filling: Filling): Promise<Figures> {
  const opened = await openFilledElasticsearch(filling)
  if (typeof opened === 'string') return { skipped: opened }
  try {
    return await measure('elasticsearch', opened.stores.mentions, filling.vocabulary, filling.say)
  } finally {
    await opened.close()
  }
}

async function measure(engine: string, store: MentionStore, vocabulary: Vocabulary, say: Say): Promise<Figures> {
  const queries = mixedQueries(vocabulary)
  const filter = SearchFilter.parse({})
  const ask = (text: string) => store.search({ query: parseQuery(text), filter, limit: 20, cursor: null })
  for (const text of queries) await ask(text)
  const timed: { text: string; ms: number; total: number }[] = []
  for (const text of queries) {
    const from = performance.now()
    const { total } = await ask(text)
    timed.push({ text, ms: performance.now() - from, total })
  }
  timed.sort((a, b) => a.ms - b.ms)
  for (const { text, ms, total } of timed.slice(-8)) say(`${engine} 最慢：${text}  ${Math.round(ms)} ms，${total} 条`)
  const at = (share: number): number => Math.round((timed[Math.ceil(share * timed.length) - 1]?.ms ?? 0) * 10) / 10
  const found = timed.map(({ total }) => total)
  return {
    queries: timed.length,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    maxMs: at(1),
    withHits: found.filter((total) => total > 0).length,
    capped: found.filter((total) => total >= 10_000).length
  }
}
