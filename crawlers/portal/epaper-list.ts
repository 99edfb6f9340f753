import { load } from 'cheerio'
import { addMs, dayMs, hourMs, type Instant } from '../../core/instant.ts'
import { readDate } from '../../core/written-date.ts'
import type { Visit } from '../crawler.ts'
import { NothingParsedError } from '../errors.ts'
import { queueFound } from '../frontier.ts'
import { getHtml, type HtmlPage } from '../html-page.ts'
import { wallOf } from '../wall.ts'
import { isMissing } from './html-list.ts'
import type { ListedArticle } from './links.ts'
import { listPartOf, mostListCharacters } from './list-part.ts'
import { articleFound, type ListTotal } from './list-total.ts'
import type { PortalSettings } from './settings.ts'

type Epaper = NonNullable<PortalSettings['epaper']>

/** The newest issue of a newspaper: its layout pages name the articles. A day without an issue is no fault while an older one stands there. */
export async function readEpaper(visit: Visit, epaper: Epaper, total: ListTotal): Promise<void> {
  let missing: unknown = null
  for (let back = 0; back <= epaper.daysBack; back++) {
    const day = chinaDay(addMs(visit.clock.now(), -back * dayMs))
    const url = new URL(issueAddress(epaper.issue, day), visit.source.url).href
    const page = await getHtml(visit, url, { remember: false, mostCharacters: mostListCharacters }).catch((error: unknown) => {
      if (!isMissing(error)) throw error
      missing = error
      return undefined
    })
    total.fetched += 1
    if (page === undefined) continue
    if (page !== null) await readIssue(visit, epaper, page, day, total)
    return
  }
  throw missing
}

async function readIssue(visit: Visit, epaper: Epaper, first: HtmlPage, day: string, total: ListTotal): Promise<void> {
  const others = linksIn({ ...first, html: listPartOf(visit, first) }, epaper.layouts, first.url)
  if (others.length + 1 > epaper.mostLayouts) visit.capped(`${first.url} 有 ${others.length + 1} 版，最多看 ${epaper.mostLayouts} 版`)
  const published = readDate(day, null)
  let found = 0
  for (const layout of [first.url, ...others.map(({ url }) => url)].slice(0, epaper.mostLayouts)) {
    if (visit.signal.aborted) return
    const page = layout === first.url ? first : await getHtml(visit, layout, { remember: true, mostCharacters: mostListCharacters })
    if (layout !== first.url) total.fetched += 1
    if (page === null) {
      found += 1
      continue
    }
    const articles = linksIn({ ...page, html: listPartOf(visit, page) }, epaper.articles, page.url).filter(
      ({ url }) => !others.some((other) => other.url === url)
    )
    found += articles.length
    total.parsed += articles.length
    await queueFound(
      visit,
      articles.map((article) => articleFound(visit, { ...article, published }))
    )
    if (layout !== first.url) await page.remember()
  }
  if (found === 0)
    throw wallOf(visit.source.id, first.url, first) ?? new NothingParsedError(visit.source.id, first.url, 'no article on the pages of the issue')
}

/** Links of a page by a selector, once each, of the same site, without itself. */
function linksIn(page: HtmlPage, selector: string, self: string): readonly ListedArticle[] {
  const $ = load(page.html)
  const links = new Map<string, ListedArticle>()
  for (const element of $(selector).toArray()) {
    const href = $(element).attr('href') ?? ''
    if (!URL.canParse(href, page.url)) continue
    const url = new URL(href, page.url)
    url.hash = ''
    if (url.href === self || url.host !== new URL(self).host || links.get(url.href)?.title != null) continue
    const title = $(element).text().replace(/\s+/g, ' ').trim()
    links.set(url.href, { url: url.href, title: title === '' ? null : title, published: null })
  }
  return [...links.values()]
}

function chinaDay(at: Instant): string {
  return addMs(at, 8 * hourMs).slice(0, 10)
}

function issueAddress(template: string, day: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  return template.replaceAll('{yyyy}', year).replaceAll('{MM}', month).replaceAll('{dd}', date)
}
