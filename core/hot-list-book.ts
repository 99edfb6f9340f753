import { z } from 'zod'
import { Instant, Precision } from './instant.ts'
import { MentionId } from './mention.ts'
import type { CrawlState } from './ports.ts'

/** 热榜: which lists are watched, and each as it was seen last. Ranks over time are the series of the mention that each entry is. */
export const HotListName = z.object({
  sourceId: z.string(),
  /** Names the list in the ids of its entries. */
  list: z.string(),
  name: z.string()
})
export type HotListName = z.infer<typeof HotListName>

export const HotListEntry = z.object({
  /** What stays the same of it on its list. */
  key: z.string(),
  title: z.string(),
  text: z.string().nullable(),
  url: z.string().nullable(),
  published: z.object({ at: Instant, precision: Precision }).nullable(),
  /** 1 the top; absent for what was put there by hand and has no place of its own. */
  rank: z.number().optional()
})
export type HotListEntry = z.infer<typeof HotListEntry>

export const HotListLook = z.object({
  /** When the list last showed something else than before. */
  changedAt: Instant,
  entries: z.array(HotListEntry)
})
export type HotListLook = z.infer<typeof HotListLook>

/** Kept where crawlers keep what waits for them; no source can have this id. */
const place = '@hot-lists'
const most = 1000
const longestKey = 100

/** Known from now on; the same list again changes nothing. */
export async function noteHotList(shelf: Pick<CrawlState, 'enqueue'>, named: HotListName): Promise<void> {
  const key = `${named.sourceId} ${named.list}`
  await shelf.enqueue(place, [{ key, url: '', hint: JSON.stringify(named), tries: 0 }])
}

export async function readHotLists(shelf: Pick<CrawlState, 'pending'>, nowElapsedMs: number): Promise<HotListName[]> {
  return (await shelf.pending(place, nowElapsedMs, most)).map(({ hint }) => HotListName.parse(JSON.parse(hint)))
}

/** The list as it was seen last; null: never, or it cannot be read. */
export async function readHotListLook(
  crawl: Pick<CrawlState, 'cursor'>,
  { sourceId, list }: Pick<HotListName, 'sourceId' | 'list'>
): Promise<HotListLook | null> {
  const text = await crawl.cursor(sourceId, cursorName(list))
  if (text === null) return null
  const look = HotListLook.safeParse(JSON.parse(text))
  return look.success ? look.data : null
}

export async function keepHotListLook(
  crawl: Pick<CrawlState, 'setCursor'>,
  { sourceId, list }: Pick<HotListName, 'sourceId' | 'list'>,
  look: HotListLook
): Promise<void> {
  await crawl.setCursor(sourceId, cursorName(list), JSON.stringify(look))
}

/** The mention that an entry of a list is. */
export function hotMentionId(list: string, key: string, sha256: (text: string) => string): MentionId {
  return MentionId.parse(`hot:${list}:${key.length <= longestKey ? key : sha256(key).slice(0, 32)}`)
}

function cursorName(list: string): string {
  return `hot list ${list}`
}
