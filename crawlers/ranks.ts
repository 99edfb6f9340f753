import { hotMentionId, keepHotListLook, noteHotList, readHotListLook, type HotListEntry, type HotListLook } from '../core/hot-list-book.ts'
import { minuteMs, msBetween, type Instant } from '../core/instant.ts'
import type { Mention } from '../core/mention.ts'
import type { ReadDate } from '../core/written-date.ts'
import type { Visit } from './crawler.ts'
import { toMention } from './draft.ts'
import { StaleListError } from './errors.ts'

/** One entry of a hot list as it stands there now. */
export interface ListedEntry {
  /** What stays the same of it on its list. */
  readonly key: string
  readonly title: string
  readonly text: string | null
  readonly url: string | null
  readonly published: ReadDate | null
  /** 1 the top; absent for what was put there by hand and has no place of its own. */
  readonly rank?: number
}

export interface ListLook {
  /** Names the list in the ids of its entries. */
  readonly list: string
  /** The name that people know it by. */
  readonly name: string
  readonly url: string
  readonly entries: readonly ListedEntry[]
  readonly staleAfterMinutes: number
  readonly fetchedElapsedMs: number
}

/**
 * Observes one look at a list: what is new, what moved, changed its words, or stands there no more (rank null). The last look is kept by
 * name, so that a restart knows what has left meanwhile; it is replaced only once all is in the log. Returns how many are new.
 * @throws StaleListError when nothing moved for too long: relays serve their cache and call it new
 */
export async function observeRanks(visit: Visit, look: ListLook): Promise<number> {
  const named = { sourceId: visit.source.id, list: look.list, name: look.name }
  const before = inOrder(await readHotListLook(visit.crawl, named))
  const observedAt = visit.clock.now()
  const old = new Map(before?.entries.map((entry) => [entry.key, entry]))
  // Of an entry that stands there twice the upper place counts.
  const now = new Map<string, ListedEntry>()
  for (const entry of look.entries) if (!now.has(entry.key)) now.set(entry.key, entry)
  const changed = [...now.values()].filter((entry) => JSON.stringify(old.get(entry.key)) !== JSON.stringify(ordered(entry)))
  const gone = [...old.values()].filter(({ key }) => !now.has(key))
  if (changed.length + gone.length === 0) {
    if (before !== null && msBetween(before.changedAt, observedAt) > look.staleAfterMinutes * minuteMs)
      throw new StaleListError(visit.source.id, look.url, `nothing moved since ${before.changedAt}`)
    return 0
  }
  const snapshot = await keepLook(visit, look, observedAt)
  const mentionOf = (entry: ListedEntry | HotListEntry, rank: number | null | undefined): Mention =>
    toMention(
      {
        id: hotMentionId(look.list, entry.key, visit.sha256),
        sourceKind: 'hot-list',
        source: look.name,
        sourceId: visit.source.id,
        url: entry.url,
        title: entry.title,
        text: entry.text === entry.title ? null : entry.text,
        publishedAt: entry.published?.at ?? null,
        publishedPrecision: entry.published?.precision ?? null,
        ...(rank === undefined ? {} : { rank }),
        observedAt,
        snapshot,
        fetchedElapsedMs: look.fetchedElapsedMs
      },
      visit
    )
  await visit.emit([...gone.map((entry) => mentionOf(entry, null)), ...changed.map((entry) => mentionOf(entry, entry.rank))])
  await noteHotList(visit.crawl, named)
  await keepHotListLook(visit.crawl, named, { changedAt: observedAt, entries: [...now.values()].map(ordered) })
  return changed.filter(({ key }) => !old.has(key)).length
}

/** The whole list at one moment, once for all its entries: who stood above and below belongs to what is seen. */
async function keepLook(visit: Visit, look: ListLook, observedAt: Instant): Promise<string> {
  const body = JSON.stringify({ list: look.list, url: look.url, observedAt, entries: look.entries })
  return visit.evidence.put(new TextEncoder().encode(body), { url: look.url, contentType: 'application/json', at: observedAt })
}

function inOrder(look: HotListLook | null): HotListLook | null {
  return look === null ? null : { ...look, entries: look.entries.map(ordered) }
}

/** The same fields in the same order, so that two can be compared as text. */
function ordered({ key, title, text, url, published, rank }: ListedEntry | HotListEntry): HotListEntry {
  return {
    key,
    title,
    text,
    url,
    published: published === null ? null : { at: published.at, precision: published.precision },
    ...(rank === undefined ? {} : { rank })
  }
}
