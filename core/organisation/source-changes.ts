import { z } from 'zod'
import { NotFoundError, RefusedError } from '../errors.ts'
import { chinaWallTime, Instant } from '../instant.ts'
import type { CrawlState } from '../ports.ts'
import { Source } from '../source.ts'

const place = { sourceId: '@organisation', name: 'sources' } as const

const Pause = z.object({ by: z.string(), at: Instant, reason: z.string() })
const Added = z.object({ source: Source, by: z.string(), at: Instant })
const SourceChanges = z.object({ paused: z.record(z.string(), Pause).default({}), added: z.record(z.string(), Added).default({}) })
/** What the screen says of sources; everything else stands in the file. */
export type SourceChanges = z.infer<typeof SourceChanges>

type Shelf = Pick<CrawlState, 'cursor' | 'setCursor'>

export async function readSourceChanges(crawl: Pick<Shelf, 'cursor'>): Promise<SourceChanges> {
  const stored = await crawl.cursor(place.sourceId, place.name)
  return SourceChanges.parse(stored === null ? {} : JSON.parse(stored))
}

/** The sources of the file, and behind them those that stand on the screen alone. One that the file has by now counts as the file has it. */
export async function sourcesInForce(crawl: Pick<Shelf, 'cursor'>, configured: readonly Source[]): Promise<readonly Source[]> {
  const { added } = await readSourceChanges(crawl)
  return [...configured, ...Object.values(added).flatMap(({ source }) => (configured.some(({ id }) => id === source.id) ? [] : [source]))]
}

/** Ids that are not visited until somebody goes on with them. */
export async function pausedSources(crawl: Pick<Shelf, 'cursor'>): Promise<ReadonlySet<string>> {
  return new Set(Object.keys((await readSourceChanges(crawl)).paused))
}

export interface Deed {
  readonly by: string
  readonly at: Instant
}

/** @throws RefusedError where another has its id or its address */
export async function addSource(crawl: Shelf, known: readonly Source[], source: Source, { by, at }: Deed): Promise<void> {
  const changes = await readSourceChanges(crawl)
  const all = [...known, ...Object.values(changes.added).map((one) => one.source)]
  const twin = all.find(({ id, url, crawler }) => id === source.id || (url === source.url && crawler === source.crawler))
  if (twin !== undefined) throw new RefusedError(`已有采集源“${twin.name}”（${twin.id}），编号或网址与它相同`)
  await write(crawl, { ...changes, added: { ...changes.added, [source.id]: { source, by, at } } })
}

/** Takes back one that stands on the screen alone. @throws RefusedError for one of the file */
export async function removeSource(crawl: Shelf, configured: readonly Source[], id: string): Promise<void> {
  const { added, paused } = await readSourceChanges(crawl)
  if (configured.some((source) => source.id === id)) throw new RefusedError('这个采集源写在配置文件里，请在文件里删；这里可以暂停它')
  const { [id]: removed, ...others } = added
  if (removed === undefined) throw new NotFoundError(`没有编号为 ${id} 的采集源`)
  const { [id]: _pause, ...still } = paused
  await write(crawl, { paused: still, added: others })
}

/** `reason` null: it goes on. @throws NotFoundError; RefusedError that tells who paused it already, when and why, which stays as it was */
export async function pauseSource(crawl: Shelf, known: readonly Source[], id: string, reason: string | null, { by, at }: Deed): Promise<void> {
  if (!known.some((source) => source.id === id)) throw new NotFoundError(`没有编号为 ${id} 的采集源`)
  const changes = await readSourceChanges(crawl)
  const { [id]: before, ...others } = changes.paused
  if (reason !== null && before !== undefined) {
    const who = `${before.by} 已于 ${chinaWallTime(before.at)} 暂停了这个采集源（理由：${before.reason}）`
    throw new RefusedError(`${who}；没有改动，要换理由请先恢复采集再暂停`)
  }
  await write(crawl, { ...changes, paused: reason === null ? others : { ...others, [id]: { by, at, reason } } })
}

async function write(crawl: Shelf, changes: SourceChanges): Promise<void> {
  await crawl.setCursor(place.sourceId, place.name, JSON.stringify(changes))
}
