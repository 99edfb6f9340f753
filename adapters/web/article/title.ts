import type { DomDocument } from '../dom/document.ts'
import type { DomElement } from '../dom/element.ts'
import { textOf } from './lines.ts'
import type { PageMeta } from './meta.ts'

const known =
  '#activity-name, #js_text_title, #js_video_page_title, #thread_subject, #articleTitle, founder-title, .article-title, .main-title, .post_title, .arc_title'
const named = '[class*="title" i], [id*="title" i], [class*="headline" i]'
const longest = 200
/** A heading that is less of the <title> tag than this names a column or the site. */
const leastShare = 0.3

/**
 * The title: by selector, by the government meta tag, else the heading that the <title> tag repeats (so that a site's name set as h1
 * does not win), else, where the <title> tag names only the site or a column, the page's own heading, else the <title> tag without its site suffix.
 */
export function readTitle(document: DomDocument, meta: PageMeta, selector: string | undefined): string | null {
  const chosen = selector === undefined ? '' : textOf(document.querySelector(selector))
  if (chosen !== '') return chosen
  const declared = meta.values.get('articletitle')
  if (declared !== undefined) return fold(declared)
  const shared = meta.values.get('og:title')
  const repeated = repeatedHeading(headings(document), meta) ?? repeatedHeading(shared === undefined ? [] : [withoutSite(shared, siteOf(meta))], meta)
  if (repeated !== null && !isSiteName(repeated)) return repeated
  const byName = textOf(document.querySelector(known))
  if (byName !== '' && byName.length <= 120) return byName
  const tagged = meta.titleTag === null ? null : withoutSite(meta.titleTag, siteOf(meta))
  if (tagged !== null && !namesNoArticle(tagged, document, meta)) return tagged
  return ownHeading(document) ?? meta.values.get('og:title') ?? meta.linkedTitle ?? repeated ?? tagged
}

function siteOf(meta: PageMeta): string | null {
  return meta.values.get('og:site_name') ?? meta.values.get('sitename') ?? null
}

/** The longest heading (or Open Graph title) whose words stand in the <title> tag and are most of it, or that a <title> tag cut off with … begins. */
function repeatedHeading(candidates: Iterable<string>, meta: PageMeta): string | null {
  if (meta.titleTag === null) return null
  const whole = words(meta.titleTag)
  const cut = /(?:…|\.{2,})\s*$/.test(meta.titleTag) && whole.length >= 6
  let best = ''
  for (const text of candidates) {
    const own = words(text)
    const repeats = own !== '' && (whole.includes(own) || (cut && own.startsWith(whole)))
    if (repeats && own.length > words(best).length && text.length <= longest) best = text
  }
  return words(best).length >= Math.max(4, whole.length * leastShare) ? best : null
}

function* headings(document: DomDocument): Generator<string> {
  for (const element of document.querySelectorAll(`h1, h2, h3, h4, ${named}`)) {
    if (element.nodeName === 'TITLE') continue
    yield /^H\d$/i.test(element.nodeName) ? textOf(element) : withoutSite(textOf(element), null)
  }
}

/** The heading of a page whose <title> tag does not have it: the first that is long enough for one and no link. */
function ownHeading(document: DomDocument): string | null {
  for (const selector of ['h1', 'h2', named, 'h3']) {
    for (const element of document.querySelectorAll(selector)) {
      const text = textOf(element)
      if (words(text).length >= 6 && text.length <= longest && element.nodeName !== 'TITLE' && !isSiteName(text) && !isLinked(element)) return text
    }
  }
  return null
}

function isLinked(element: DomElement): boolean {
  if (element.querySelector('a') !== null) return true
  for (let at = element.parentNode; at !== null; at = at.parentNode) if (/^(A|LI|NAV|ASIDE|FOOTER)$/i.test(at.nodeName)) return true
  return false
}

const siteEnd =
  /(网|网站|门户|在线|频道|首页|论坛|博客|社区|客户端|资讯|新闻|报|周刊|杂志|台|广播|政府|委员会|局|厅|中心|公众号|之窗|平台|专题|百科|com|cn|net|news|powered by .*)$/i
const longestName = 20
/** Papers and their like, of which no headline is the whole name: 通报 and 预报 are none of them. */
const siteName = /(?:[日晚早晨时商]报|都市报|导报|电子报|数字报|电子版|网|网站|在线|客户端|电视台|广播电台|论坛|频道)$/
const longestSiteName = 12

function isSiteName(text: string): boolean {
  const own = words(text)
  return own.length <= longestSiteName && siteName.test(own)
}

/** The site, a column of it (a link of the page has the same words) or nothing but a placeholder. */
function namesNoArticle(text: string, document: DomDocument, meta: PageMeta): boolean {
  const own = words(text)
  if ([siteOf(meta), meta.values.get('columnname')].some((name) => name != null && words(name) === own)) return true
  if (own.length < 4) return true
  if (own.length > longestName) return false
  if (isSiteName(text)) return true
  if (/(门户网站|政府|政府网|委员会|局|网站|官网|频道|首页)$/.test(own)) return true
  for (const link of document.querySelectorAll('a')) if (words(link.textContent ?? '') === own) return true
  return false
}

/** Cuts 「_网易新闻」, 「 - 某某政府网」 off, from the last separator on, as long as what is left is a title. */
export function withoutSite(titleTag: string, site: string | null): string {
  let title = fold(titleTag)
  for (let round = 0; round < 4; round++) {
    const match = /^(.+?)\s*(?:[_|｜]|--+|——|[—–]|\s[-–—]\s|-(?=[^-]*$))\s*([^_|｜—–]{1,30})$/.exec(title)
    const [head, tail] = [match?.[1]?.trim() ?? '', match?.[2]?.trim() ?? '']
    const separator = title.slice(head.length)
    if (head.length < 4 || !(siteEnd.test(tail) || tail === site || /^\s*[_|｜]/.test(separator) || isColumn(separator, round))) break
    title = head
  }
  return title
}

/** A short word between the title and a site's name that is already off: 「标题 - 通知公告 - 某某政府」. */
function isColumn(separator: string, round: number): boolean {
  return round > 0 && /^\s+[-–—]\s+\S{2,8}$/.test(separator)
}

/** Letters and digits only, so that quotation marks and blanks make no difference. */
function words(text: string): string {
  return text.normalize('NFKC').replace(/[^\p{L}\p{N}]+/gu, '')
}

function fold(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
