import { existsSync, statfsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { systemClock } from '../adapters/clock.ts'
import { openElasticsearch } from '../adapters/elasticsearch/open.ts'
import { openEmbedded } from '../adapters/embedded/open.ts'
import { strongRandom } from '../adapters/hash.ts'
import type { Logger, MentionStore } from '../core/ports.ts'
import { parseQuery } from '../core/search-grammar.ts'
import { SearchFilter } from '../core/search.ts'
import { provideArchives } from '../tools/engines/archives.ts'
import { enginesCache } from '../tools/engines/cache-folder.ts'
import { ElasticsearchNode } from '../tools/engines/elasticsearch-node.ts'
import { loadVocabulary, type Vocabulary } from './made-posts.ts'
import { mixedQueries } from './search/queries.ts'
import { assessedPost } from './search/posts.ts'

const mentions = Number(process.env['WANGLOU_BENCH_MENTIONS'] ?? 1_000_000)
const neededBytesAMention = 30_000
const batch = 500
const atOnce = 2
const silent: Logger = { info: () => {}, warn: () => {}, error: () => {} }

type Say = (words: string) => void
type Figures = Readonly<Record<string, unknown>>

/**
 * 200 mixed queries over so many mentions on either engine: first page, total capped, no facets; once to warm up, then each
 * timed. What was built is kept in the cache of the engines, so that a second run only asks.
 */
export async function bench(say: Say): Promise<Figures> {
  const folder = path.join(enginesCache(), `bench-search-${mentions}`)
  await mkdir(folder, { recursive: true })
  const free = statfsSync(folder)
  const needed = mentions * neededBytesAMention
  if (free.bavail * free.bsize < needed && !existsSync(path.join(folder, 'embedded.built'))) {
    return { mentions, skipped: `需要 ${Math.ceil(needed / 1e9)} GB 空闲磁盘` }
  }
  const vocabulary = loadVocabulary()
  return { mentions, embedded: await onEmbedded(folder, vocabulary, say), elasticsearch: await onElasticsearch(folder, vocabulary, say) }
}

async function onEmbedded(folder: string, vocabulary: Vocabulary, say: Say): Promise<Figures> {
  const stores = await openEmbedded({ directory: path.join(folder, 'embedded'), clock: systemClock, lock: true })
  try {
    await build('embedded', stores.mentions, folder, vocabulary, say)
    return await measure('embedded', stores.mentions, vocabulary, say)
  } finally {
    await stores.close()
  }
}

async function onElasticsearch(folder: string, vocabulary: Vocabulary, say: Say): Promise<Figures> {
  const provided = await provideArchives(undefined, say)
  if (!provided.ok) return { skipped: provided.reason }
  const node = await ElasticsearchNode.start({
    archives: provided.archives,
    directory: path.join(folder, 'elasticsearch'),
    heapMb: 2048,
    jvm: []
  })
  try {
    const options = {
      nodes: [node.url],
      prefix: 'bench',
      auth: null,
      ca: null,
      shards: 1,
      replicas: 0,
      period: 'month',
      maxEvidenceBytes: 1
    } as const
    const stores = await openElasticsearch(options, { clock: systemClock, logger: silent, random: strongRandom })
    try {
      await build('elasticsearch', stores.mentions, folder, vocabulary, say)
      return await measure('elasticsearch', stores.mentions, vocabulary, say)
    } finally {
      await stores.close()
    }
  } finally {
    await node.stop()
  }
}

/** Through the port, as the pipeline stores. A build that was cut short begins again where nothing is missing before. */
async function build(engine: string, store: MentionStore, folder: string, vocabulary: Vocabulary, say: Say): Promise<void> {
  const mark = path.join(folder, `${engine}.built`)
  if (existsSync(mark)) return
  const from = performance.now()
  let next = Math.floor((await store.count()) / batch) * batch
  const begunAt = next
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < mentions) {
        const start = next
        next += batch
        await store.putMany(Array.from({ length: Math.min(batch, mentions - start) }, (_, offset) => assessedPost(vocabulary, start + offset)))
        if (start % 20_000 === 0) say(`${engine}：${start} 条，每秒 ${Math.round(((start - begunAt) * 1000) / (performance.now() - from))}`)
      }
    })
  )
  const stored = await store.count()
  if (stored !== mentions) {
    await rm(mark, { force: true })
    throw new Error(`${engine}: ${stored} of ${mentions} mentions are there`)
  }
  await writeFile(mark, '')
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
