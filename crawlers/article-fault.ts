import type { Article } from '../core/ports.ts'
import { NothingParsedError, SoftGoneError, type BlockPageError, type LoginWallError } from './errors.ts'
import { saysDeleted } from './revisit/says-deleted.ts'
import { leadsToLogin, wallAround, wallOf } from './wall.ts'

interface Page {
  readonly url: string
  readonly html: string
}

/** A page with that many characters of text is an article, whatever else it says. */
const longText = 200
/** Shorter than that, a text may be all that a wall says. */
const noticeText = 100
/** A page in which nothing could be read says at its beginning what it is. */
export const openingCharacters = 200_000
const missingTitle =
  /^\W*(?:(?:http\s*)?404(?!\d)|(?:页面|网页|文章|内容)(?:不存在|未找到|没有找到|找不到了?|丢失|走丢了?|已?失效)|找不到(?:该|此)?(?:页面|网页|文章)|出错[啦了]|(?:page )?not found)/i

/**
 * Why a page that should be an article is none: a wall, a notice that it is gone, a shell that a script would fill. Null where it is one. `promised` is what
 * its list or feed calls it: a page that bears this title and holds a text keeps the promise, even if it tells of sign-ins and deletions.
 */
export function articleFault(
  sourceId: string,
  asked: string,
  page: Page,
  article: Article,
  promised: string | null
): LoginWallError | BlockPageError | SoftGoneError | NothingParsedError | null {
  const { title, text } = article
  const keeps = isAlike(title, promised)
  if (text !== null && (keeps || (text.length > longText && !missingTitle.test(title ?? ''))))
    return wallAround(sourceId, asked, page, keeps ? '' : (title ?? ''), '')
  const gone = missing(title, text)
  if (gone !== null) return new SoftGoneError(sourceId, asked, gone)
  if (text !== null)
    return text.length > noticeText ? wallAround(sourceId, asked, page, title ?? '', '') : wallAround(sourceId, asked, page, title ?? '', text)
  const wall = wallOf(sourceId, asked, page)
  if (wall !== null) return wall
  // A picture may be all of it, where the page at least says what of.
  if (keeps && showsPicture(page.html.slice(0, openingCharacters))) return null
  const target = redirectOf(page.html.slice(0, openingCharacters))
  if (target !== null && leadsToLogin(target)) return wallAround(sourceId, asked, { ...page, url: new URL(target, page.url).href }, '', '')
  const reason = target === null ? 'an article should stand there and none can be read' : `it has no article and only leads on to ${target}`
  return new NothingParsedError(sourceId, asked, reason)
}

function missing(title: string | null, text: string | null): string | null {
  if (title !== null && (missingTitle.test(title) || (title.length <= 30 && saysDeleted(title) !== null))) return title
  return text !== null && text.length <= noticeText ? saysDeleted(text) : null
}

/** The same words, or one cut off. */
export function isAlike(one: string | null, other: string | null): boolean {
  const [a, b] = [letters(one), letters(other)]
  return a.length >= 4 && b.length >= 4 && (a.includes(b) || b.includes(a))
}

function letters(text: string | null): string {
  return (text ?? '').normalize('NFKC').replace(/[^\p{L}\p{N}]+/gu, '')
}

function showsPicture(html: string): boolean {
  return /<(?:img|video|canvas|object|embed|map)\b/i.test(html)
}

/** Where a page leads on by a script or a meta refresh; null where nowhere. */
export function redirectOf(html: string): string | null {
  const script = /location(?:\.href)?\s*(?:=|\.(?:replace|assign)\s*\()\s*["']([^"']{1,500})["']/.exec(html)?.[1]
  const target = script ?? /<meta\b[^<>]{0,200}\brefresh\b[^<>]{0,200}\burl\s*=\s*["']?([^"'>\s]{1,500})/i.exec(html)?.[1]
  return target !== undefined && URL.canParse(target, 'https://page.invalid/') ? target : null
}
