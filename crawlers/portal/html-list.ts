import { WanglouError } from '../../core/errors.ts'
import type { Visit } from '../crawler.ts'
import { NothingParsedError } from '../errors.ts'
import { queueFound } from '../frontier.ts'
import { getHtml, type HtmlPage } from '../html-page.ts'
import { wallOf } from '../wall.ts'
import { mostListCharacters, tellCut } from './list-part.ts'
import type { ListTotal } from './list-total.ts'
import type { PortalSettings } from './settings.ts'

/** One list of HTML pages. Adds what it read to `total`. */
export async function readHtmlList(visit: Visit, settings: PortalSettings, first: string, total: ListTotal): Promise<void> {
  const unfinished = `pages unfinished ${first}`
  const mayTurn = settings.pages !== undefined || settings.family === 'trs'
  // Queued links are no longer new: only this tells that the pages behind them are still to be read, whatever ended the last visit.
  const isResumed = mayTurn && (await visit.crawl.cursor(visit.source.id, unfinished)) === 'yes'
  let pages: readonly string[] = pagesOf(first, settings)
  let firstPage: HtmlPage | null = null
  let hasMore = false
  for (let index = 0; index < pages.length; index++) {
    const url = pages[index] ?? first
    if (visit.signal.aborted) return
    const wanted = { remember: index === 0, afresh: isResumed, render: isRendered(settings), mostCharacters: mostListCharacters }
    const page = await getHtml(visit, url, wanted).catch((error: unknown) => {
      if (index > 0 && isMissing(error)) return undefined
      throw error
    })
    total.fetched += 1
    if (page === undefined) break
    if (page === null) {
      total.parsed += 1
      return
    }
    firstPage ??= page
    const list = { html: page.html, isCut: page.fetched.isCut === true, url: page.url, settings, observedAt: visit.clock.now() }
    const { found, isCut } = await visit.readList(list)
    if (isCut) tellCut(visit, page.url)
    if (found.length === 0 && index === 0)
      throw wallOf(visit.source.id, url, page) ?? new NothingParsedError(visit.source.id, url, 'no link on it looks like an article')
    total.parsed += found.length
    if (index === 0) {
      const turned = settings.family === 'trs' && settings.pages === undefined ? trsPages(page, settings.familyPages) : { pages: [], isAll: false }
      if (turned.pages.length > 0) pages = [first, ...turned.pages]
      hasMore = pages.length > 1 && !turned.isAll
      if (pages.length > 1 && !isResumed) await visit.crawl.setCursor(visit.source.id, unfinished, 'yes')
    }
    const fresh = await queueFound(visit, found)
    // A page without anything new: what is older was seen before.
    if (fresh.length === 0 && !isResumed) break
    // The last page that may be read, and still all of it was new: what stands behind it stays unseen.
    if (index === pages.length - 1 && hasMore && fresh.length === found.length && found.length > 0)
      visit.capped(`${first} 共多页，最多看 ${pages.length} 页`)
  }
  await firstPage?.remember()
  if (mayTurn) await visit.crawl.setCursor(visit.source.id, unfinished, 'no')
}

function isRendered({ render }: PortalSettings): boolean {
  return render === true || render === 'lists'
}

/** A list that fits on fewer pages than are looked for answers 404 for the rest: its end, and no fault. */
export function isMissing(error: unknown): boolean {
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

/** TRS writes `createPageHTML(pages, current, "index", "html")`: page 2 is index_1.html. */
function trsPages({ html, url }: HtmlPage, most: number): { readonly pages: readonly string[]; readonly isAll: boolean } {
  const call = /createPageHTML\s*\(\s*['"]?(\d+)['"]?\s*,\s*['"]?\d+['"]?\s*,\s*["']([\w./-]+)["']\s*,\s*["'](s?html?)["']/i.exec(html)
  if (call === null) return { pages: [], isAll: true }
  const all = Number(call[1])
  const numbers = Array.from({ length: Math.max(0, Math.min(all, most) - 1) }, (_, index) => index + 1)
  return { pages: numbers.map((number) => new URL(`${call[2]}_${number}.${call[3]}`, url).href), isAll: all <= most }
}
