import { canonicalUrl } from '../../core/mention.ts'
import type { Article, FrontierItem } from '../../core/ports.ts'
import { publishedBy, titleBy } from '../article-hint.ts'
import { articleMention } from '../article-page.ts'
import type { Crawl, Visit, VisitReport } from '../crawler.ts'
import { queueFound, workOff } from '../frontier.ts'
import { readEach, wantsToBeLeft } from '../each-list.ts'
import { walkSitemap } from '../sitemap/walk-sitemap.ts'
import { readEpaper } from './epaper-list.ts'
import { readGkmlptLists } from './gkmlpt-list.ts'
import { readHtmlList } from './html-list.ts'
import { readJpaasList } from './jpaas-list.ts'
import type { ArticleHint, ListTotal } from './list-total.ts'
import type { PortalSettings } from './settings.ts'

/**
 * A portal: its lists give links, each new link is fetched once and read as an article. A list that cannot be read hides no other and
 * keeps no queued article waiting, but fails the visit in the end, as does a visit that fetched articles and could read none.
 */
export const crawlPortal: Crawl<PortalSettings> = async (visit, settings) => {
  const total: ListTotal = { fetched: 0, parsed: 0 }
  const failure = await readEach(
    visit,
    [visit.source.url, ...settings.lists, ...settings.sitemaps],
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

async function readList(visit: Visit, settings: PortalSettings, list: string, total: ListTotal): Promise<void> {
  if (settings.sitemaps.includes(list) || /\.xml(?:\.gz)?$/i.test(new URL(list).pathname)) return readSitemapList(visit, settings, list, total)
  if (settings.epaper !== undefined && list === visit.source.url) return readEpaper(visit, settings.epaper, total)
  switch (settings.family) {
    case 'jpaas':
      return readJpaasList(visit, settings, list, total)
    case 'gkmlpt':
      return readGkmlptLists(visit, settings, list, total)
    case 'trs':
    case undefined:
      return readHtmlList(visit, settings, list, total)
  }
}

async function readSitemapList(visit: Visit, settings: PortalSettings, list: string, total: ListTotal): Promise<void> {
  const walk = await walkSitemap(visit, list, settings.sitemap, async (pages) => {
    const wanted = pages.filter(
      ({ url }) => settings.include.every((part) => url.includes(part)) && !settings.exclude.some((part) => url.includes(part))
    )
    await queueFound(
      visit,
      wanted.map(({ url, title, published, version }) => ({
        key: `${canonicalUrl(url)}${version === '' ? '' : `#${version}`}`,
        url,
        hint: { title, published } satisfies ArticleHint
      }))
    )
    total.parsed += pages.length
  })
  total.fetched += walk.fetched
}

async function readArticles(visit: Visit, settings: PortalSettings, lists: ListTotal): Promise<VisitReport> {
  const result = await workOff(visit, settings.mostArticles, (item) => takeArticle(visit, settings, item))
  if (result.done === 0 && result.failed > 0) throw result.lastError
  return { fetched: lists.fetched + result.done + result.failed, parsed: lists.parsed, fresh: result.done }
}

async function takeArticle(visit: Visit, settings: PortalSettings, item: FrontierItem): Promise<void> {
  const hint = JSON.parse(item.hint) as ArticleHint
  const how = { selectors: settings.article, render: settings.render === true || settings.render === 'articles', promised: hint.title }
  await visit.emit([await articleMention(visit, item.url, how, (article) => withHint(article, hint, visit.source.name))])
}

function withHint(article: Article, hint: ArticleHint, site: string): Article {
  return { ...article, ...publishedBy(article, hint.published), title: titleBy(article.title, hint.title, site) }
}
