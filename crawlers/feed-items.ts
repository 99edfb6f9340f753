import type { Visit } from './crawler.ts'
import { CutOffFeedError, NothingParsedError, UnreadableFeedError, UnusableItemError, WrongContentError } from './errors.ts'
import { parseItems } from './feed/parse-feed.ts'
import type { FeedItem } from './feed/schema.ts'
import { isStampedAlike } from './feed/stamped-alike.ts'
import { rememberValidators, validatorsOf } from './html-page.ts'
import { refuseOnce } from './refuse-once.ts'
import { wallOf } from './wall.ts'

/** The feed of a source at one visit; no items where it did not change since the last. */
export interface FeedItems {
  readonly items: readonly FeedItem[]
  /** How many it has: of one that did not change, how many it had. */
  readonly parsed: number
  readonly fetchedElapsedMs: number
  /** Once everything is queued: the next visit then may learn that nothing changed. A feed that broke off is asked for again whole. */
  remember(): Promise<void>
  /** The error that the visit is to end with: cut off, or without an item where that is a fault. */
  failureOf(mayBeEmpty: boolean): unknown
}

/** Fetches and reads the feed at the source's own address; what cannot be read of it is refused once. @throws what fetching throws, UnreadableFeedError */
export async function readFeedItems(visit: Visit): Promise<FeedItems> {
  const { id, url } = visit.source
  const fetched = await visit.get(url, await validatorsOf(visit, url))
  const { fetchedElapsedMs } = fetched
  if (fetched.notModified) {
    const parsed = Number((await visit.crawl.cursor(id, 'feed items')) ?? 0)
    return { items: [], parsed, fetchedElapsedMs, remember: async () => undefined, failureOf: () => null }
  }
  if (fetched.text === null) throw new WrongContentError(id, url, 'a feed', fetched.contentType)
  const feed = parseItems(fetched.text)
  if ('unreadable' in feed) throw wallOf(id, url, { url: fetched.finalUrl, html: fetched.text }) ?? new UnreadableFeedError(id, url, feed.unreadable)
  for (const { place, reason, body } of feed.refused) {
    await refuseOnce(visit, body, `${url} ${place}`, new UnusableItemError(id, `${url} ${place}`, reason), body)
  }
  return {
    items: isStampedAlike(feed.items, visit.clock.now()) ? feed.items.map((item) => ({ ...item, published: null })) : feed.items,
    parsed: feed.items.length,
    fetchedElapsedMs,
    async remember() {
      if (feed.cut !== null) return
      await visit.crawl.setCursor(id, 'feed items', String(feed.items.length))
      await rememberValidators(visit, url, fetched)
    },
    failureOf(mayBeEmpty) {
      if (feed.cut !== null) return new CutOffFeedError(id, url, feed.items.length, feed.cut)
      return feed.items.length === 0 && !mayBeEmpty ? new NothingParsedError(id, url, 'the feed has no item') : null
    }
  }
}
