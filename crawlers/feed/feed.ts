import { fetchFaultClass } from '../../core/fetch-fault-class.ts'
import { canonicalUrl, MentionId, type Mention, type SourceKind } from '../../core/mention.ts'
import type { FrontierItem } from '../../core/ports.ts'
import { urlMentionId } from '../../core/url-mention-id.ts'
import { readDate, type ReadDate } from '../../core/written-date.ts'
import { publishedByFeed, titleBy } from '../article-hint.ts'
import { articleMention } from '../article-page.ts'
import type { Crawl, Visit, VisitReport } from '../crawler.ts'
import { toMention } from '../draft.ts'
import { readEach } from '../each-list.ts'
import { workOff, type Found } from '../frontier.ts'
import { plainText } from '../plain-text.ts'
import { platformId } from '../platform-id.ts'
import { queueFeed, type FeedHint } from './queue-feed.ts'
import type { FeedSettings } from './settings.ts'

/** RSS, Atom or JSON Feed: each new or changed item is a mention, of the feed's own text or of the item's page. */
export const crawlFeed: Crawl<FeedSettings> = (visit, settings) => crawlFeeds(visit, [visit.source.url, ...settings.feeds], settings)

/** Several feeds of one source; one that cannot be read hides no other, but fails the visit in the end. */
export async function crawlFeeds(visit: Visit, feeds: readonly string[], settings: FeedSettings): Promise<VisitReport> {
  const total = { fetched: 0, parsed: 0 }
  const failure = await readEach(
    visit,
    feeds,
    (url) => url,
    async (url) => {
      const queued = await queueFeed(visit, url, settings, (hint, base) => [foundOf(visit, settings, hint, base)])
      total.fetched += 1
      total.parsed += queued.parsed
      if (queued.failure !== null) throw queued.failure
    }
  )
  const result = await workOff(visit, settings.mostItems, (item) => takeItem(visit, settings, item))
  if (failure !== null) throw failure
  if (result.done === 0 && result.failed > 0) throw result.lastError
  return { ...total, fresh: result.done }
}

/** A changed text makes a new key, so that it is seen again under the same mention id. */
function foundOf(visit: Visit, settings: FeedSettings, hint: FeedHint, base: string): Found {
  const { url } = hint
  const identity = url === null ? (hint.id ?? '') : (platformId(url) ?? `${canonicalUrl(url)}${commentIn(url)}`)
  const version = settings.follow && hint.sharesLink !== true ? '' : `#${visit.sha256(JSON.stringify([hint.title, hint.html])).slice(0, 12)}`
  return { key: `${identity}${version}`, url: url ?? base, hint }
}

async function takeItem(visit: Visit, settings: FeedSettings, item: FrontierItem): Promise<void> {
  const hint = JSON.parse(item.hint) as FeedHint
  if (!settings.follow || hint.url === null || hint.sharesLink === true || commentIn(hint.url) !== '')
    return visit.emit([await ownMention(visit, settings, hint)])
  try {
    await visit.emit([await followed(visit, settings, hint, hint.url)])
  } catch (error) {
    // What the feed says is not lost with its page; that is tried again, and then tells more under the same id.
    const isFirst = item.tries === 0 && !visit.signal.aborted && fetchFaultClass(error) !== null
    if (isFirst && (titleOf(hint) !== null || textOf(hint) !== null))
      await visit.emit([{ ...(await ownMention(visit, settings, hint)), id: urlMentionId(hint.url, visit.sha256) }])
    throw error
  }
}

async function followed(visit: Visit, settings: FeedSettings, hint: FeedHint, url: string): Promise<Mention> {
  const [title, text, published] = [titleOf(hint), textOf(hint), publishedOf(visit, settings, hint)]
  return articleMention(visit, url, { selectors: settings.article, promised: title }, (article) => ({
    ...article,
    ...publishedByFeed(article, published, visit.clock.now()),
    title: titleBy(article.title, title, visit.source.name),
    text: article.text ?? text,
    author: article.author ?? hint.author
  }))
}

function publishedOf(visit: Visit, settings: FeedSettings, hint: FeedHint): ReadDate | null {
  const stated = settings.modifiedIsPublished ? (hint.published ?? hint.modified) : hint.published
  return stated === null ? null : readDate(stated, visit.clock.now())
}

async function ownMention(visit: Visit, settings: FeedSettings, hint: FeedHint): Promise<Mention> {
  const [title, text, published] = [titleOf(hint), textOf(hint), publishedOf(visit, settings, hint)]
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
      title: withoutTitles.has(visit.source.kind) && isBeginning(title, text) ? null : title,
      text,
      author: hint.author,
      publishedAt: published?.at ?? null,
      publishedPrecision: published?.precision ?? null,
      snapshot,
      fetchedElapsedMs: hint.fetchedElapsedMs
    },
    visit
  )
}

/** What wewe-rss writes for a text that it could not get. */
const noText = /^获取全文失败/

export function titleOf({ title }: Pick<FeedHint, 'title'>): string | null {
  return title === null ? null : plainText(title).replace(/\s+/g, ' ')
}

export function textOf({ html }: Pick<FeedHint, 'html'>): string | null {
  const text = html === null ? '' : plainText(html)
  return text === '' || noText.test(text) ? null : text
}

/** Platforms whose posts need no title: RSSHub makes one of a text's beginning and cuts it. */
const withoutTitles: ReadonlySet<SourceKind> = new Set(['weibo', 'video', 'app'])

function isBeginning(title: string | null, text: string | null): boolean {
  return title !== null && text !== null && text.replace(/\s+/g, ' ').startsWith(title.replace(/(?:\.{3}|…)$/, ''))
}

/** `#comment-12`: an item that stands on the page of another; empty for one with a page of its own. */
function commentIn(url: string): string {
  const { hash } = new URL(url)
  return /^#(?:comment|reply|post|pid|p|c|r|li-comment)[-_]?\d+$/i.test(hash) ? hash : ''
}

function idOf(visit: Visit, hint: FeedHint): MentionId {
  if (hint.url === null) return MentionId.parse(`feed:${visit.sha256(`${visit.source.id}\n${hint.id ?? ''}`).slice(0, 32)}`)
  const comment = commentIn(hint.url)
  if (comment !== '') return MentionId.parse(`url:${visit.sha256(`${canonicalUrl(hint.url)}${comment}`).slice(0, 32)}`)
  if (hint.sharesLink === true) {
    const own = hint.id ?? JSON.stringify([hint.title ?? hint.html, hint.published ?? hint.modified])
    return MentionId.parse(`feed:${visit.sha256(`${visit.source.id}\n${hint.url}\n${own}`).slice(0, 32)}`)
  }
  const known = platformId(hint.url)
  return known === null ? urlMentionId(hint.url, visit.sha256) : MentionId.parse(known)
}
