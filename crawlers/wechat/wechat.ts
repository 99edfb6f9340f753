import { z } from 'zod'
import { WanglouError } from '../../core/errors.ts'
import { canonicalUrl, type Mention } from '../../core/mention.ts'
import type { FrontierItem } from '../../core/ports.ts'
import { readDate, type ReadDate } from '../../core/written-date.ts'
import { authorHash } from '../author-hash.ts'
import { patienceOf, type Patience } from '../cooldown.ts'
import type { Crawl, Visit } from '../crawler.ts'
import { toMention, type Draft } from '../draft.ts'
import { wantsToBeLeft } from '../each-list.ts'
import { NothingParsedError } from '../errors.ts'
import { textOf, titleOf } from '../feed/feed.ts'
import { queueFeed, type FeedHint } from '../feed/queue-feed.ts'
import { putAside, type Found } from '../frontier.ts'
import { getHtml } from '../html-page.ts'
import { articleName } from './article-name.ts'
import { readWechatPage, type WechatArticle } from './page.ts'
import type { WechatSettings } from './settings.ts'
import { staleRelay } from './wewe-rss.ts'

/** An article as its feed tells of it, waiting to be read. */
const Hint = z.object({
  key: z.string(),
  title: z.string().nullable(),
  html: z.string().nullable(),
  stated: z.string().nullable(),
  account: z.string().nullable(),
  fetchedElapsedMs: z.number()
})
type Hint = z.infer<typeof Hint>

/**
 * Articles of official accounts. The feed names them, their pages give text, time and account. Where a page is kept from us, what the feed
 * says is told at once, under the id that the article keeps; the page is read when WeChat lets us again. Nothing is solved, nobody signs in.
 */
export const crawlWechat: Crawl<WechatSettings> = async (visit, settings) => {
  const feed = await queueFeed(visit, visit.source.url, settings, (hint) => foundOf(visit, settings, hint))
  const result = await takeArticles(visit, settings)
  if (result.stopped !== null) throw result.stopped
  const failure = feed.failure ?? (result.done === 0 ? result.lastError : null) ?? (await staleRelay(visit, settings.syncWithinHours))
  if (failure !== null) throw failure
  return { fetched: 1 + result.done + result.failed, parsed: feed.parsed, fresh: result.done }
}

/** A changed title, or text where the feed's is all there is, makes a new key, so that it is read again under the same mention id. */
function foundOf(
  visit: Visit,
  settings: WechatSettings,
  { url, title, html, published, modified, author, fetchedElapsedMs }: FeedHint
): readonly Found[] {
  if (url === null) return []
  const name = articleName(url)
  const key = name?.key ?? canonicalUrl(url)
  const stated = published ?? (settings.modifiedIsPublished ? modified : null)
  const version = visit.sha256(JSON.stringify(settings.follow ? title : [title, html])).slice(0, 12)
  const hint: Hint = { key, title, html, stated, account: author, fetchedElapsedMs }
  return [{ key: `${key}#${version}`, url: name?.url ?? url, hint }]
}

interface Taken {
  readonly done: number
  readonly failed: number
  readonly lastError: unknown
  /** Why no further page was asked for; null when all were. */
  readonly stopped: unknown
}

/** One after the other: of what one page answers follows whether the next may be asked for. */
async function takeArticles(visit: Visit, settings: WechatSettings): Promise<Taken> {
  const patience = patienceOf(visit)
  const taken = { done: 0, failed: 0, lastError: null as unknown, stopped: null as unknown }
  while (taken.done + taken.failed < settings.mostItems && !visit.signal.aborted) {
    const [item] = await visit.crawl.pending(visit.source.id, visit.clock.elapsedMs(), 1)
    if (item === undefined) break
    try {
      await visit.emit([settings.follow ? await fromPage(visit, item, patience) : await fromFeed(visit, item)])
      await visit.crawl.finish(visit.source.id, item.key)
      taken.done += 1
    } catch (error) {
      if (visit.signal.aborted) break
      if (settings.follow && isStop(error)) {
        await tellWaiting(visit, !wantsToBeLeft(error))
        return { ...taken, stopped: error }
      }
      if (settings.follow && item.tries === 0) await tell(visit, item)
      taken.failed += 1
      taken.lastError = error
      await putAside(visit, item, error)
    }
  }
  if (taken.done + taken.failed >= settings.mostItems) visit.capped(`一次最多取 ${settings.mostItems} 篇，其余下次再取`)
  return taken
}

/** The host wants to be left alone, or forbids it for good. */
function isStop(error: unknown): boolean {
  return wantsToBeLeft(error) || (error instanceof WanglouError && error.code === 'robots-disallowed')
}

/** More than a feed shows in all the time that a host may keep us waiting. */
const mostWaiting = 10_000

/** What waits for its page is told by its title meanwhile, and goes on waiting unless its page is forbidden for good. */
async function tellWaiting(visit: Visit, isForbidden: boolean): Promise<void> {
  for (const item of await visit.crawl.pending(visit.source.id, visit.clock.elapsedMs(), mostWaiting)) {
    await tell(visit, item)
    if (isForbidden) await visit.crawl.finish(visit.source.id, item.key)
  }
}

/** Once an article: under the id that its page, read later, keeps. */
async function tell(visit: Visit, item: FrontierItem): Promise<void> {
  const { key, title } = Hint.parse(JSON.parse(item.hint))
  if (title === null || title.trim() === '' || (await visit.crawl.cursor(visit.source.id, `told ${key}`)) !== null) return
  await visit.emit([await fromFeed(visit, item)])
  await visit.crawl.setCursor(visit.source.id, `told ${key}`, key)
}

async function fromFeed(visit: Visit, item: FrontierItem): Promise<Mention> {
  const hint = Hint.parse(JSON.parse(item.hint))
  const snapshot = await keepJson(visit, item.url, { url: item.url, ...hint })
  return toMention({ ...draftOf(visit, item, hint, hint.key), snapshot, fetchedElapsedMs: hint.fetchedElapsedMs }, visit)
}

async function fromPage(visit: Visit, item: FrontierItem, patience: Patience): Promise<Mention> {
  const hint = Hint.parse(JSON.parse(item.hint))
  const html = await getHtml(visit, item.url, { remember: false })
  if (html === null) throw new NothingParsedError(visit.source.id, item.url, 'it answers 304 to the first request')
  const { fetched } = html
  const page = readWechatPage(html.html, visit.clock.now())
  if (page.kind === 'blocked') throw await patience.coolDown(item.url, page.words)
  await patience.calm()
  if (page.kind === 'unreadable') throw new NothingParsedError(visit.source.id, item.url, 'no title and no #js_content')
  const told = await visit.crawl.cursor(visit.source.id, `told ${hint.key}`)
  const { bytes, finalUrl: url, contentType, fetchedElapsedMs } = fetched
  const snapshot =
    bytes.byteLength > snapshotBytes ? await keepJson(visit, url, page) : await visit.evidence.put(bytes, { url, contentType, at: visit.clock.now() })
  const kept = { snapshot, fetchedElapsedMs }
  if (page.kind === 'gone') {
    visit.logger.info({ sourceId: visit.source.id, url, words: page.words }, 'article gone before it was read')
    return toMention(
      { ...draftOf(visit, item, hint, hint.key), ...kept, gone: { since: visit.clock.now(), how: 'says-deleted', words: page.words } },
      visit
    )
  }
  return toMention({ ...draftOf(visit, item, hint, told ?? page.key ?? hint.key), ...ofPage(visit, page, hint), ...kept }, visit)
}

const snapshotBytes = 2_000_000

/** What the feed says of an article. */
function draftOf(visit: Visit, item: FrontierItem, hint: Hint, key: string): Draft {
  const published = statedDate(visit, hint)
  return {
    // A link that is none of WeChat's is known by its address.
    id: key.includes('/') ? null : `wechat:${key}`,
    sourceKind: visit.source.kind,
    source: hint.account ?? visit.source.name,
    sourceId: visit.source.id,
    url: item.url,
    title: titleOf(hint),
    text: textOf(hint),
    publishedAt: published?.at ?? null,
    publishedPrecision: published?.precision ?? null
  }
}

function ofPage(visit: Visit, page: WechatArticle, hint: Hint): Partial<Draft> {
  const published = page.published ?? statedDate(visit, hint)
  return {
    ...(page.account === null ? {} : { source: page.account }),
    ...(page.title === null ? {} : { title: page.title }),
    ...(page.text === null ? {} : { text: page.text }),
    author: page.author,
    authorHash: authorHash('wechat', page.biz, visit.sha256),
    publishedAt: published?.at ?? null,
    publishedPrecision: published?.precision ?? null,
    region: page.region
  }
}

function statedDate(visit: Visit, { stated }: Hint): ReadDate | null {
  return stated === null ? null : readDate(stated, visit.clock.now())
}

function keepJson(visit: Visit, url: string, value: unknown): Promise<string> {
  return visit.evidence.put(new TextEncoder().encode(JSON.stringify(value)), { url, contentType: 'application/json', at: visit.clock.now() })
}
