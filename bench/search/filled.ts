import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { systemClock } from '../../adapters/clock.ts'
import { openElasticsearch, type ElasticsearchStores } from '../../adapters/elasticsearch/open.ts'
import { openEmbedded } from '../../adapters/embedded/open.ts'
import { strongRandom } from '../../adapters/hash.ts'
import { RetryableError } from '../../core/errors.ts'
import type { Logger, MentionStore, Stores } from '../../core/ports.ts'
import { provideArchives } from '../../tools/engines/archives.ts'
import { enginesCache } from '../../tools/engines/cache-folder.ts'
import { ElasticsearchNode } from '../../tools/engines/elasticsearch-node.ts'
import type { Vocabulary } from '../made-posts.ts'
import { assessedPost, postId } from './posts.ts'

const batch = 500
const atOnce = 2
const mostTries = 10
const silent: Logger = { info: () => {}, warn: () => {}, error: () => {} }

type Say = (words: string) => void
type Closable<T> = T & { close(): Promise<void> }

export interface Filling {
  readonly mentions: number
  readonly vocabulary: Vocabulary
  readonly say: Say
}

/** Where so many mentions are kept between runs, once they were stored. */
export async function filledFolder(mentions: number): Promise<string> {
  const folder = path.join(enginesCache(), `bench-search-${mentions}`)
  await mkdir(folder, { recursive: true })
  return folder
}

/** The embedded engine with so many mentions in it. */
export async function openFilledEmbedded(filling: Filling): Promise<Closable<Stores>> {
  const folder = await filledFolder(filling.mentions)
  const stores = await openEmbedded({ directory: path.join(folder, 'embedded'), clock: systemClock, lock: true })
  try {
    await fill('embedded', stores.mentions, folder, filling)
    return stores
  } catch (error) {
    await stores.close()
    throw error
  }
}

/** `pipeline`: the same indices as another role's process has them. */
export type FilledElasticsearch = Closable<{ readonly stores: ElasticsearchStores; readonly pipeline: ElasticsearchStores }>

/** A real Elasticsearch of our own with so many mentions in it; a word why where there is none on this machine. */
export async function openFilledElasticsearch(filling: Filling): Promise<FilledElasticsearch | string> {
  const provided = await provideArchives(undefined, filling.say)
  if (!provided.ok) return provided.reason
  const folder = await filledFolder(filling.mentions)
  await using opened = new AsyncDisposableStack()
  const directory = path.join(folder, 'elasticsearch')
  const node = await ElasticsearchNode.start({ archives: provided.archives, directory, heapMb: 2048, jvm: [] })
  opened.defer(() => node.stop())
  const options = {
    nodes: [node.url],
    prefix: 'bench',
    auth: null,
    ca: null,
    shards: 1,
    replicas: 0,
    period: 'month',
    maxEvidenceBytes: 1_000_000
  } as const
  const open = async (): Promise<ElasticsearchStores> => {
    const stores = await openElasticsearch(options, { clock: systemClock, logger: silent, random: strongRandom })
    opened.defer(() => stores.close())
    return stores
  }
  const pipeline = await open()
  await fill('elasticsearch', pipeline.mentions, folder, filling)
  const stores = await open()
  const closing = opened.move()
  return { stores, pipeline, close: () => closing.disposeAsync() }
}

/** Through the port, as the pipeline stores. A fill that was cut short goes on with what is not there yet. */
async function fill(engine: string, store: MentionStore, folder: string, { mentions, vocabulary, say }: Filling): Promise<void> {
  const mark = path.join(folder, `${engine}.built`)
  if (existsSync(mark)) return
  let next = 0
  const fillOn = async (): Promise<void> => {
    while (next < mentions) {
      const start = next
      next += batch
      const numbers = Array.from({ length: Math.min(batch, mentions - start) }, (_, offset) => start + offset)
      const known = await store.knownContent(numbers.map(postId))
      const missing = numbers.filter((number) => !known.has(postId(number)))
      if (missing.length > 0) await patiently(() => store.putMany(missing.map((number) => assessedPost(vocabulary, number))), say)
      if (start % 20_000 === 0) say(`${engine}：${start} 条`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, fillOn))
  const stored = await store.count()
  if (stored !== mentions) throw new Error(`${engine}: ${stored} of ${mentions} mentions are there`)
  await writeFile(mark, '')
}

/** A server that merges segments on a busy machine may not answer in time; storing the same again does no harm. */
async function patiently(put: () => Promise<unknown>, say: Say): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await put()
      return
    } catch (error) {
      if (!(error instanceof RetryableError) || tries === mostTries) throw error
      say(`${error.message}；再试`)
      await wait(tries * 1000)
    }
  }
}
