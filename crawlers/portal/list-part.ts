import type { Visit } from '../crawler.ts'
import type { HtmlPage } from '../html-page.ts'

/** No list that a person reads has more; a parser would stop everything else for as long as it takes. */
const mostLinks = 3_000
const mostCharacters = 1_000_000
/** No row of a list is longer; a parser holds a text by its single characters. */
const longestText = 5_000
const longTexts = new RegExp(`(>[^<>]{${longestText}})[^<>]+`, 'g')

/** The part of a list's page that is parsed; that something was left out is said. The newest stand at the top. */
export function listPart(visit: Visit, page: HtmlPage): string {
  const { html, url } = page
  const end = endOf(html)
  if (end === html.length) return withoutLongTexts(html)
  visit.capped(`${url} 太长（${Math.round(html.length / 1000)} 千字），只看开头的 ${mostLinks} 个链接或 ${mostCharacters / 10_000} 万字`)
  return withoutLongTexts(html.slice(0, end))
}

function withoutLongTexts(html: string): string {
  return html.length > longestText ? html.replace(longTexts, '$1') : html
}

function endOf(html: string): number {
  const link = /<a[\s>]/gi
  link.lastIndex = 0
  for (let links = 0; link.test(html); links += 1) {
    if (link.lastIndex > mostCharacters) break
    if (links === mostLinks) return link.lastIndex - 3
  }
  return Math.min(html.length, mostCharacters)
}
