import type { Visit } from '../crawler.ts'
import { queueFound, type Found } from '../frontier.ts'
import { readFeed } from './read-feed.ts'
import { withoutParams } from '../without-params.ts'
import type { FeedItem } from './schema.ts'

/** An item as it waits in the frontier; the real moment at which the feed arrived goes with it. */
export interface FeedHint extends FeedItem {
  readonly fetchedElapsedMs: number
  /** Other items have this link too, so that it names none of them. */
  readonly sharesLink?: true
}

export interface QueuedFeed {
  /** How many items the feed has. */
  readonly parsed: number
  /** Cut off, or empty where that is a fault: what the visit is to end with once what is queued was worked off. */
  readonly failure: unknown
}

const longestHtml = 200_000

/** Reads a feed and queues what was not seen before. `foundOf` names an item; `base` is where one without a link stands. @throws what readFeed throws */
export async function queueFeed(
  visit: Visit,
  url: string,
  {
    mostItems,
    mayBeEmpty,
    ignoreParams = []
  }: { readonly mostItems: number; readonly mayBeEmpty: boolean; readonly ignoreParams?: readonly string[] },
  foundOf: (hint: FeedHint, base: string) => readonly Found[]
): Promise<QueuedFeed> {
  const feed = await readFeed(visit, url)
  const { fetchedElapsedMs, base, parsed } = feed
  const items = feed.items.slice(0, mostItems).map((item) => (item.url === null ? item : { ...item, url: withoutParams(item.url, ignoreParams) }))
  const shared = sharedLinks(items)
  const found = items.flatMap((item) => {
    const sharesLink = item.url !== null && shared.has(item.url) ? { sharesLink: true as const } : {}
    return foundOf({ ...item, ...sharesLink, html: item.html?.slice(0, longestHtml) ?? null, fetchedElapsedMs }, base)
  })
  const fresh = await queueFound(visit, found)
  // A feed shows the newest ones only: when none of them was seen before, some may have passed between two visits.
  const seenBefore = `read ${url}`
  if (items.length > 1 && fresh.length === items.length && (await visit.crawl.cursor(visit.source.id, seenBefore)) !== null)
    visit.capped(`${url} 里 ${items.length} 条全是新的，两次抓取之间可能有漏下的`)
  await visit.crawl.setCursor(visit.source.id, seenBefore, visit.clock.now())
  if (feed.items.length > items.length) visit.capped(`${url} 有 ${feed.items.length} 条，最多取 ${items.length} 条`)
  await feed.remember()
  return { parsed, failure: feed.failureOf(mayBeEmpty) }
}

/** Links of more than one item, where these are not one item told twice. */
function sharedLinks(items: readonly FeedItem[]): ReadonlySet<string> {
  const titles = new Map<string, Set<string>>()
  for (const { url, title, html } of items) {
    if (url === null) continue
    const known = titles.get(url) ?? new Set<string>()
    titles.set(url, known.add(title ?? html ?? ''))
  }
  return new Set(Array.from(titles).flatMap(([url, known]) => (known.size > 1 ? [url] : [])))
}
