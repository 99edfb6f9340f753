import { canonicalUrl, MentionId, type Mention } from '../../core/mention.ts'
import type { Fetched, FrontierItem } from '../../core/ports.ts'
import { urlMentionId } from '../../core/url-mention-id.ts'
import { readDate } from '../../core/written-date.ts'
import { articleMention } from '../article-page.ts'
import type { Crawl, Visit } from '../crawler.ts'
import { toMention } from '../draft.ts'
import { CutOffFeedError, NothingParsedError, UnreadableFeedError, UnusableItemError, WrongContentError } from '../errors.ts'
import { queueFound, workOff, type Found } from '../frontier.ts'
import { validatorsOf } from '../html-page.ts'
import { plainText } from '../plain-text.ts'
import { refuseOnce } from '../refuse-once.ts'
import { wallOf } from '../wall.ts'
import { parseItems } from './parse-feed.ts'
import type { FeedItem } from './schema.ts'
import type { FeedSettings } from './settings.ts'

/** What wewe-rss writes for a text that it could not get. */
const noText = /^获取全文失败/

/** An item as it waits in the frontier; the real moment at which the feed arrived goes with it. */
interface Hint extends FeedItem {
  readonly fetchedElapsedMs: number
}

/** RSS, Atom or JSON Feed: each new or changed item is a mention, of the feed's own text or of the item's page. */
export const crawlFeed: Crawl<FeedSettings> = async (visit, settings) => {
  const { source } = visit
  const fetched = await visit.get(source.url, await validatorsOf(visit, source.url))
  const feed = fetched.notModified ? null : readFeed(visit, fetched)
  if (feed !== null) {
    for (const { place, reason, body } of feed.refused) {
      await refuseOnce(visit, body, `${source.url} ${place}`, new UnusableItemError(source.id, `${source.url} ${place}`, reason), body)
    }
    const items = feed.items.slice(0, settings.mostItems)
    await queueFound(
      visit,
      items.map((item) => toFound(visit, settings, { ...item, fetchedElapsedMs: fetched.fetchedElapsedMs }, fetched.finalUrl))
    )
    // A broken answer must be asked for again, so only a whole one is remembered.
    if (feed.cut === null) await visit.crawl.setCursor(source.id, `validators ${source.url}`, JSON.stringify([fetched.etag, fetched.lastModified]))
  }
  const result = await workOff(visit, settings.mostItems, async (item) => visit.emit([await takeItem(visit, settings, item)]))
  if (feed?.cut !== null && feed !== null) throw new CutOffFeedError(source.id, source.url, feed.items.length, feed.cut)
  if (feed !== null && feed.items.length === 0 && !settings.mayBeEmpty) throw new NothingParsedError(source.id, source.url, 'the feed has no item')
  if (result.done === 0 && result.failed > 0) throw result.lastError
  return { fetched: 1, parsed: feed?.items.length ?? 0, fresh: result.done }
}

function readFeed(visit: Visit, { text, contentType, finalUrl }: Fetched): Exclude<ReturnType<typeof parseItems>, { unreadable: string }> {
  const { source } = visit
  if (text === null) throw new WrongContentError(source.id, source.url, 'a feed', contentType)
  const parsed = parseItems(text)
  if (!('unreadable' in parsed)) return parsed
  throw wallOf(source.id, source.url, { url: finalUrl, html: text }) ?? new UnreadableFeedError(source.id, source.url, parsed.unreadable)
}

/** A changed text makes a new key, so that it is seen again under the same mention id. */
function toFound(visit: Visit, settings: FeedSettings, hint: Hint, base: string): Found {
  const url = hint.url !== null && URL.canParse(hint.url, base) ? new URL(hint.url, base).href : null
  const identity = url === null ? (hint.id ?? '') : canonicalUrl(url)
  const version = settings.follow ? '' : `#${visit.sha256(JSON.stringify([hint.title, hint.html])).slice(0, 12)}`
  return { key: `${identity}${version}`, url: url ?? base, hint: { ...hint, url, html: hint.html?.slice(0, 200_000) ?? null } }
}

async function takeItem(visit: Visit, settings: FeedSettings, item: FrontierItem): Promise<Mention> {
  const hint = JSON.parse(item.hint) as Hint
  const stated = settings.modifiedIsPublished ? (hint.published ?? hint.modified) : hint.published
  const published = stated === null ? null : readDate(stated, visit.clock.now())
  const title = hint.title === null ? null : plainText(hint.title).replace(/\s+/g, ' ')
  const text = hint.html === null ? null : plainText(hint.html)
  if (settings.follow && hint.url !== null) {
    return articleMention(visit, hint.url, settings.article, (article) => ({
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

function idOf(visit: Visit, hint: FeedItem): MentionId {
  if (hint.url !== null) return urlMentionId(hint.url, visit.sha256)
  return MentionId.parse(`feed:${visit.sha256(`${visit.source.id}\n${hint.id ?? ''}`).slice(0, 32)}`)
}
