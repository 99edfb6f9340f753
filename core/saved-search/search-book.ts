import type { CrawlState, FrontierItem, MentionArrivals } from '../ports.ts'
import { ConflictError, NotFoundError, RefusedError } from '../errors.ts'
import { queryOf, SavedSearch } from './saved-search.ts'
import { SearchWatch } from './search-watch.ts'

/** Kept where crawlers keep what waits for them, as mutes are; no source can have this id. */
const place = '@saved-searches'
const mostRead = 5_000
/** All that there may be: each is asked again and again. */
export const mostSearches = 500

type Shelf = Pick<CrawlState, 'enqueue' | 'pending' | 'finish'>

/** The newest version of each, oldest search first. */
export async function readSearches(shelf: Pick<Shelf, 'pending'>, nowElapsedMs: number): Promise<SavedSearch[]> {
  const newest = new Map<string, SavedSearch>()
  for (const { hint } of await shelf.pending(place, nowElapsedMs, mostRead)) {
    const one = SavedSearch.parse(JSON.parse(hint))
    if ((newest.get(one.id)?.version ?? 0) < one.version) newest.set(one.id, one)
  }
  return [...newest.values()].sort((a, b) => (a.createdAt === b.createdAt ? (a.id < b.id ? -1 : 1) : a.createdAt < b.createdAt ? -1 : 1))
}

/** @throws NotFoundError */
export async function readSearch(shelf: Pick<Shelf, 'pending'>, id: string, nowElapsedMs: number): Promise<SavedSearch> {
  const found = (await readSearches(shelf, nowElapsedMs)).find((one) => one.id === id)
  if (found === undefined) throw new NotFoundError('没有这项保存的检索，或已删除')
  return found
}

/** The same id again changes nothing. @throws RefusedError when there are too many */
export async function addSearch(shelf: Shelf, search: SavedSearch, nowElapsedMs: number): Promise<void> {
  if ((await readSearches(shelf, nowElapsedMs)).length >= mostSearches) throw new RefusedError(`保存的检索已有 ${mostSearches} 项，请先删去不用的`)
  await shelf.enqueue(place, [item(search)])
}

/** Of two who change the same version one is refused: a version is written once. @throws ConflictError */
export async function changeSearch(shelf: Shelf, before: SavedSearch, after: Omit<SavedSearch, 'id' | 'version'>): Promise<void> {
  const next = { ...after, id: before.id, version: before.version + 1 }
  if ((await shelf.enqueue(place, [item(next)])).length === 0) throw new ConflictError('别人刚刚改过这项检索')
  await shelf.finish(place, keyOf(before))
}

/** It is gone from the list and stays in the audit log. @throws ConflictError */
export async function removeSearch(shelf: Shelf, search: SavedSearch): Promise<void> {
  // Whoever changes the same version now finds the next one taken.
  const end = { ...search, version: search.version + 1 }
  if ((await shelf.enqueue(place, [item(end)])).length === 0) throw new ConflictError('别人刚刚改过这项检索')
  await shelf.finish(place, keyOf(search))
  await shelf.finish(place, keyOf(end))
}

/** The search with an alert that begins now: whoever looks first, and however much later, tells what came since. */
export async function beginningNow(mentions: MentionArrivals, search: SavedSearch): Promise<SavedSearch> {
  const { cursor } = await mentions.arrived({ ...queryOf(search.terms), cursor: null, limit: 1 })
  return { ...search, arrivalsFrom: cursor }
}

/** How far an alert has come; null: it was not looked at yet. */
export async function readWatch(crawl: Pick<CrawlState, 'cursor'>, id: string): Promise<SearchWatch | null> {
  const text = await crawl.cursor(place, id)
  return text === null ? null : SearchWatch.parse(JSON.parse(text))
}

export async function keepWatch(crawl: Pick<CrawlState, 'setCursor'>, id: string, watch: SearchWatch): Promise<void> {
  await crawl.setCursor(place, id, JSON.stringify(watch))
}

function keyOf({ id, version }: SavedSearch): string {
  return `${id}:${version}`
}

function item(search: SavedSearch): FrontierItem {
  return { key: keyOf(search), url: '', hint: JSON.stringify(search), tries: 0 }
}
