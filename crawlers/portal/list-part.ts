import type { Visit } from '../crawler.ts'
import type { HtmlPage } from '../html-page.ts'

/** No list that a person reads has more; a parser would stop everything else for as long as it takes. */
const mostLinks = 3_000
export const mostListCharacters = 1_000_000
/** No row of a list is longer; a parser holds a text by its single characters. */
const longestText = 5_000

export interface ListPart {
  readonly html: string
  /** Something was left out; the newest stand at the top. */
  readonly isCut: boolean
}

/** The part of a list's page that is parsed. */
export function listPart({ html, isCut }: ListPart): ListPart {
  const end = endOf(html)
  return { html: withoutLongTexts(html.slice(0, end)), isCut: isCut || end < html.length }
}

/** The same, with what was left out told on the source. */
export function listPartOf(visit: Visit, { html, url, fetched }: HtmlPage): string {
  const part = listPart({ html, isCut: fetched.isCut === true })
  if (part.isCut) tellCut(visit, url)
  return part.html
}

export function tellCut(visit: Visit, url: string): void {
  visit.capped(`${url} 太长，只看开头的 ${mostLinks} 个链接或 ${mostListCharacters / 10_000} 万字`)
}

function withoutLongTexts(html: string): string {
  if (html.length <= longestText) return html
  const kept: string[] = []
  let from = 0
  for (let open = html.indexOf('>'); open >= 0;) {
    const next = html.indexOf('<', open)
    const end = next < 0 ? html.length : next
    if (end - open > longestText) {
      kept.push(html.slice(from, open + longestText))
      from = end
    }
    open = next < 0 ? -1 : html.indexOf('>', next)
  }
  return kept.length === 0 ? html : kept.join('') + html.slice(from)
}

function endOf(html: string): number {
  const link = /<a[\s>]/gi
  link.lastIndex = 0
  for (let links = 0; link.test(html); links += 1) {
    if (link.lastIndex > mostListCharacters) break
    if (links === mostLinks) return link.lastIndex - 3
  }
  return Math.min(html.length, mostListCharacters)
}
