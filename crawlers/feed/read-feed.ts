import type { Visit } from '../crawler.ts'
import { CutOffFeedError, NothingParsedError, UnreadableFeedError, UnusableItemError, WrongContentError } from '../errors.ts'
import { rememberValidators, validatorsOf } from '../html-page.ts'
import { refuseOnce } from '../refuse-once.ts'
import { wallOf } from '../wall.ts'
import { parseItems } from './parse-feed.ts'
import type { FeedItem } from './schema.ts'
import { isStampedAlike } from './stamped-alike.ts'

/** A feed at one visit; no items where it did not change since the last. */
export interface ReadFeed {
  /** Links are whole; null where an item has none that can be followed. */
  readonly items: readonly FeedItem[]
  /** How many it has: of one that did not change, how many it had. */
  readonly parsed: number
  /** Where an item without a link stands. */
  readonly base: string
  readonly fetchedElapsedMs: number
  /** Once everything is queued: the next visit then may learn that nothing changed. A feed that broke off is asked for again whole. */
  remember(): Promise<void>
  /** The error that the visit is to end with: cut off, or without an item where that is a fault. */
  failureOf(mayBeEmpty: boolean): unknown
}

export interface HowToRead {
  readonly headers?: Readonly<Record<string, string>>
  /** Knows what is said in a feed's place; null where nothing is. */
  readonly saidInstead?: (text: string) => Error | null
}

/** Fetches and reads the feed at an address; what cannot be read of it is refused once. @throws what fetching throws, WrongContentError, UnreadableFeedError */
export async function readFeed(visit: Visit, url: string, { headers = {}, saidInstead }: HowToRead = {}): Promise<ReadFeed> {
  const { id } = visit.source
  const counted = `items of ${url}`
  const before = await visit.crawl.cursor(id, counted)
  // What had an unknown number of items is asked for whole: no items would look like a changed layout.
  const fetched = await visit.get(url, { ...(before === null ? {} : await validatorsOf(visit, url)), headers })
  const { fetchedElapsedMs, finalUrl: base } = fetched
  if (fetched.notModified)
    return { items: [], parsed: Number(before), base, fetchedElapsedMs, remember: async () => undefined, failureOf: () => null }
  if (fetched.text === null) throw new WrongContentError(id, url, 'a feed', fetched.contentType)
  const feed = parseItems(fetched.text)
  if ('unreadable' in feed)
    throw saidInstead?.(fetched.text) ?? wallOf(id, url, { url: base, html: fetched.text }) ?? new UnreadableFeedError(id, url, feed.unreadable)
  for (const { place, reason, body } of feed.refused)
    await refuseOnce(visit, body, `${url} ${place}`, new UnusableItemError(id, `${url} ${place}`, reason), body)
  const home = wholeLink(feed.home, base) ?? base
  const isStamped = isStampedAlike(feed.items, visit.clock.now())
  return {
    items: feed.items.map((item) => ({ ...item, url: wholeLink(item.url, home), ...(isStamped ? { published: null } : {}) })),
    parsed: feed.items.length,
    base: home,
    fetchedElapsedMs,
    async remember() {
      if (feed.cut !== null) return
      await visit.crawl.setCursor(id, counted, String(feed.items.length))
      await rememberValidators(visit, url, fetched)
    },
    failureOf(mayBeEmpty) {
      if (feed.cut !== null) return new CutOffFeedError(id, url, feed.items.length, feed.cut)
      return feed.items.length === 0 && !mayBeEmpty ? new NothingParsedError(id, url, 'the feed has no item') : null
    }
  }
}

function wholeLink(link: string | null, base: string): string | null {
  return link !== null && URL.canParse(link, base) ? new URL(link, base).href : null
}
