import { canonicalUrl, MentionId, type Mention } from '../../core/mention.ts'
import type { Fetched, FrontierItem } from '../../core/ports.ts'
import { urlMentionId } from '../../core/url-mention-id.ts'
import { readDate } from '../../core/written-date.ts'
import { articleMention } from '../article-page.ts'
import type { Crawl, Visit, VisitReport } from '../crawler.ts'
import { toMention } from '../draft.ts'
import { CutOffFeedError, NothingParsedError, UnreadableFeedError, UnusableItemError, WrongContentError } from '../errors.ts'
import { readEach } from '../each-list.ts'
import { queueFound, workOff, type Found } from '../frontier.ts'
import { rememberValidators, validatorsOf } from '../html-page.ts'
import { plainText } from '../plain-text.ts'
import { refuseOnce } from '../refuse-once.ts'
import { wallOf } from '../wall.ts'
import { parseItems } from './parse-feed.ts'
import type { FeedItem } from './schema.ts'
import type { FeedSettings } from './settings.ts'
import { isStampedAlike } from './stamped-alike.ts'

/** What wewe-rss writes for a text that it could not get. */
const noText = /^获取全文失败/

/** An item as it waits in the frontier; the real moment at which the feed arrived goes with it. */
interface Hint extends FeedItem {
  readonly fetchedElapsedMs: number
}

/** RSS, Atom or JSON Feed: each new or changed item is a mention, of the feed's own text or of the item's page. */
export const crawlFeed: Crawl<FeedSettings> = (visit, settings) => crawlFeeds(visit, [visit.source.url, ...settings.feeds], settings)

/** Several feeds of one source; one that cannot be read hides no other, but fails the visit in the end. */
export async function crawlFeeds(visit: Visit, feeds: readonly string[], settings: FeedSettings): Promise<VisitReport> {
  const total = { fetched: 0, parsed: 0 }
  const failure = await readEach(
    visit,
    feeds,
    (url) => url,
    (url) => queueFeed(visit, url, settings, total)
  )
  const result = await workOff(visit, settings.mostItems, async (item) => visit.emit([await takeItem(visit, settings, item)]))
  if (failure !== null) throw failure
  if (result.done === 0 && result.failed > 0) throw result.lastError
  return { fetched: total.fetched, parsed: total.parsed, fresh: result.done }
}

async function queueFeed(visit: Visit, url: string, settings: FeedSettings, total: { fetched: number; parsed: number }): Promise<void> {
  const fetched = await visit.get(url, await validatorsOf(visit, url))
  total.fetched += 1
  if (fetched.notModified) return
  const feed = readFeed(visit, url, fetched)
  for (const { place, reason, body } of feed.refused)
    await refuseOnce(visit, body, `${url} ${place}`, new UnusableItemError(visit.source.id, `${url} ${place}`, reason), body)
  const items = feed.items.slice(0, settings.mostItems)
  total.parsed += feed.items.length
  const base = feed.home !== null && URL.canParse(feed.home, fetched.finalUrl) ? new URL(feed.home, fetched.finalUrl).href : fetched.finalUrl
  const isStamped = isStampedAlike(feed.items, visit.clock.now())
  const fresh = await queueFound(
    visit,
    items.map((item) =>
      toFound(visit, settings, { ...item, ...(isStamped ? { published: null } : {}), fetchedElapsedMs: fetched.fetchedElapsedMs }, base)
    )
  )
  // A feed shows the newest ones only: when none of them was seen before, some may have passed between two visits.
  const seenBefore = `read ${url}`
  if (items.length > 1 && fresh.length === items.length && (await visit.crawl.cursor(visit.source.id, seenBefore)) !== null)
    visit.capped(`${url} 里 ${items.length} 条全是新的，两次抓取之间可能有漏下的`)
  await visit.crawl.setCursor(visit.source.id, seenBefore, visit.clock.now())
  if (feed.items.length > items.length) visit.capped(`${url} 有 ${feed.items.length} 条，最多取 ${items.length} 条`)
  if (feed.cut !== null) throw new CutOffFeedError(visit.source.id, url, feed.items.length, feed.cut)
  // A broken answer must be asked for again, so only a whole one is remembered.
  await rememberValidators(visit, url, fetched)
  if (feed.items.length === 0 && !settings.mayBeEmpty) throw new NothingParsedError(visit.source.id, url, 'the feed has no item')
}

function readFeed(
  visit: Visit,
  url: string,
  { text, contentType, finalUrl }: Fetched
): Exclude<ReturnType<typeof parseItems>, { unreadable: string }> {
  const { source } = visit
  if (text === null) throw new WrongContentError(source.id, url, 'a feed', contentType)
  const parsed = parseItems(text)
  if (!('unreadable' in parsed)) return parsed
  throw wallOf(source.id, url, { url: finalUrl, html: text }) ?? new UnreadableFeedError(source.id, url, parsed.unreadable)
}

/** A changed text makes a new key, so that it is seen again under the same mention id. */
function toFound(visit: Visit, settings: FeedSettings, hint: Hint, base: string): Found {
  const url = hint.url !== null && URL.canParse(hint.url, base) ? new URL(hint.url, base).href : null
  const identity = url === null ? (hint.id ?? '') : `${canonicalUrl(url)}${commentIn(url)}`
  const version = settings.follow ? '' : `#${visit.sha256(JSON.stringify([hint.title, hint.html])).slice(0, 12)}`
  return { key: `${identity}${version}`, url: url ?? base, hint: { ...hint, url, html: hint.html?.slice(0, 200_000) ?? null } }
}

async function takeItem(visit: Visit, settings: FeedSettings, item: FrontierItem): Promise<Mention> {
  const hint = JSON.parse(item.hint) as Hint
  const stated = settings.modifiedIsPublished ? (hint.published ?? hint.modified) : hint.published
  const published = stated === null ? null : readDate(stated, visit.clock.now())
  const title = hint.title === null ? null : plainText(hint.title).replace(/\s+/g, ' ')
  const text = hint.html === null ? null : plainText(hint.html)
  if (settings.follow && hint.url !== null && commentIn(hint.url) === '') {
    return articleMention(visit, hint.url, { selectors: settings.article }, (article) => ({
      ...article,
      title: article.title ?? title,
      text: article.text ?? text,
      publishedAt: published?.at ?? article.publishedAt,
      publishedPrecision: published?.precision ?? article.publishedPrecision,
      author: article.author ?? hint.author
    }))
  }
  const snapshot = await visit.evidence.put(new TextEncoder().encode(JSON.stringify(hint)), {
    url: hint.url,
    contentType: 'application/json',
    at: visit.clock.now()
  })
  return toMention(
    {
      id: idOf(visit, hint),
      parentId: hint.url !== null && commentIn(hint.url) !== '' ? urlMentionId(hint.url, visit.sha256) : null,
      sourceKind: visit.source.kind,
      source: visit.source.name,
      sourceId: visit.source.id,
      url: hint.url,
      title,
      text: text === null || noText.test(text) ? null : text,
      author: hint.author,
      publishedAt: published?.at ?? null,
      publishedPrecision: published?.precision ?? null,
      snapshot,
      fetchedElapsedMs: hint.fetchedElapsedMs
    },
    visit
  )
}

/** `#comment-12`: an item that stands on the page of another; empty for one with a page of its own. */
function commentIn(url: string): string {
  const { hash } = new URL(url)
  return /^#(?:comment|reply|post|pid|p|c|r|li-comment)[-_]?\d+$/i.test(hash) ? hash : ''
}

function idOf(visit: Visit, hint: FeedItem): MentionId {
  const comment = hint.url === null ? '' : commentIn(hint.url)
  if (hint.url !== null && comment !== '') return MentionId.parse(`url:${visit.sha256(`${canonicalUrl(hint.url)}${comment}`).slice(0, 32)}`)
  if (hint.url !== null) return urlMentionId(hint.url, visit.sha256)
  return MentionId.parse(`feed:${visit.sha256(`${visit.source.id}\n${hint.id ?? ''}`).slice(0, 32)}`)
}
