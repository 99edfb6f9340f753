import { WanglouError } from '../../core/errors.ts'
import { canonicalUrl } from '../../core/mention.ts'
import type { Article, FrontierItem } from '../../core/ports.ts'
import type { ReadDate } from '../../core/written-date.ts'
import { articleMention } from '../article-page.ts'
import type { Crawl, Visit, VisitReport } from '../crawler.ts'
import { NothingParsedError } from '../errors.ts'
import { queueFound, workOff, type Found } from '../frontier.ts'
import { readEach, wantsToBeLeft } from '../each-list.ts'
import { getHtml, type HtmlPage } from '../html-page.ts'
import { wallOf } from '../wall.ts'
import { withoutCounters } from './without-counters.ts'
import { readLinks, type ListedArticle } from './links.ts'
import type { PortalSettings } from './settings.ts'

/** What the list already said of an article; used where the article itself is silent. */
interface Hint {
  readonly title: string | null
  readonly published: ReadDate | null
}

/**
 * A portal: its list pages give links, each new link is fetched once and read as an article. A list that cannot be read hides no other and
 * keeps no queued article waiting, but fails the visit in the end, as does a visit that fetched articles and could read none.
 */
export const crawlPortal: Crawl<PortalSettings> = async (visit, settings) => {
  const total = { fetched: 0, parsed: 0 }
  const failure = await readEach(
    visit,
    [visit.source.url, ...settings.lists],
    (list) => new URL(list).host,
    (list) => readList(visit, settings, list, total)
  )
  // The articles stand on that host too; they stay queued.
  if (wantsToBeLeft(failure)) throw failure
  const report = await readArticles(visit, settings, total).catch((error: unknown) => {
    throw failure ?? error
  })
  if (failure !== null) throw failure
  return report
}

/** Adds what it read to `total`. */
async function readList(visit: Visit, settings: PortalSettings, first: string, total: { fetched: number; parsed: number }): Promise<void> {
  const pages = pagesOf(first, settings)
  const unfinished = `pages unfinished ${first}`
  // Queued links are no longer new: only this tells that the pages behind them are still to be read, whatever ended the last visit.
  const isResumed = pages.length > 1 && (await visit.crawl.cursor(visit.source.id, unfinished)) === 'yes'
  let firstPage: HtmlPage | null = null
  for (const url of pages) {
    if (visit.signal.aborted) return
    const page = await getHtml(visit, url, { remember: url === first, afresh: isResumed }).catch((error: unknown) => {
      if (url !== first && isMissing(error)) return undefined
      throw error
    })
    total.fetched += 1
    if (page === undefined) break
    if (page === null) {
      total.parsed += 1
      return
    }
    firstPage ??= page
    const links = readLinks(page.html, page.url, settings, visit.clock.now())
    if (links.length === 0 && url === first)
      throw wallOf(visit.source.id, url, page) ?? new NothingParsedError(visit.source.id, url, 'no link on it looks like an article')
    total.parsed += links.length
    if (url === first && pages.length > 1 && !isResumed) await visit.crawl.setCursor(visit.source.id, unfinished, 'yes')
    const fresh = await queueFound(
      visit,
      links.map((link) => toFound(visit, link))
    )
    // A page without anything new: what is older was seen before.
    if (fresh.length === 0 && !isResumed) break
  }
  await firstPage?.remember()
  if (pages.length > 1) await visit.crawl.setCursor(visit.source.id, unfinished, 'no')
}

/** A list that fits on fewer pages than are looked for answers 404 for the rest: its end, and no fault. */
function isMissing(error: unknown): boolean {
  return error instanceof WanglouError && error.code === 'http-status' && (error.metadata['status'] === 404 || error.metadata['status'] === 410)
}

function pagesOf(first: string, settings: PortalSettings): readonly string[] {
  const { pages } = settings
  if (pages === undefined) return [first]
  return [
    first,
    ...Array.from({ length: pages.most - 1 }, (_, index) => new URL(pages.template.replace('{n}', String(pages.from + index)), first).href)
  ]
}

/** A headline that changed makes a new key, so that the article is read again under the same mention id: that is how a site tells of an update. */
function toFound(visit: Visit, link: ListedArticle): Found {
  const version = link.title === null ? '' : `#${visit.sha256(withoutCounters(link.title)).slice(0, 12)}`
  return { key: `${canonicalUrl(link.url)}${version}`, url: link.url, hint: { title: link.title, published: link.published } satisfies Hint }
}

async function readArticles(visit: Visit, settings: PortalSettings, lists: { fetched: number; parsed: number }): Promise<VisitReport> {
  const result = await workOff(visit, settings.mostArticles, (item) => takeArticle(visit, settings, item))
  if (result.done === 0 && result.failed > 0) throw result.lastError
  return { fetched: lists.fetched + result.done + result.failed, parsed: lists.parsed, fresh: result.done }
}

async function takeArticle(visit: Visit, settings: PortalSettings, item: FrontierItem): Promise<void> {
  const hint = JSON.parse(item.hint) as Hint
  await visit.emit([await articleMention(visit, item.url, settings.article, (article) => withHint(article, hint))])
}

function withHint(article: Article, hint: Hint): Article {
  const isFiner = article.publishedAt !== null
  return {
    ...article,
    title: article.title ?? hint.title,
    publishedAt: isFiner ? article.publishedAt : (hint.published?.at ?? null),
    publishedPrecision: isFiner ? article.publishedPrecision : (hint.published?.precision ?? null)
  }
}
