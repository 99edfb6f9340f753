import type { DomDocument, DomElement } from './dom.ts'
import { textOf } from './lines.ts'
import type { PageMeta } from './meta.ts'

const known =
  '#activity-name, #js_text_title, #js_video_page_title, #thread_subject, #articleTitle, .article-title, .main-title, .post_title, .arc_title'

/**
 * The title: by selector, by the government meta tag, else the heading that the <title> tag repeats (so that a site's name set as h1
 * does not win), else the <title> tag without its site suffix.
 */
export function readTitle(document: DomDocument, meta: PageMeta, selector: string | undefined): string | null {
  const chosen = selector === undefined ? '' : textOf(document.querySelector(selector))
  if (chosen !== '') return chosen
  const declared = meta.values.get('articletitle')
  if (declared !== undefined) return fold(declared)
  const repeated = repeatedHeading(document, meta.titleTag)
  if (repeated !== null) return repeated
  const byName = textOf(document.querySelector(known))
  if (byName !== '' && byName.length <= 120) return byName
  if (meta.titleTag !== null) return withoutSite(meta.titleTag, meta.values.get('og:site_name') ?? meta.values.get('sitename') ?? null)
  const heading = [...document.querySelectorAll('h1, h2')].map(textOf).find((text) => text.length >= 4)
  return heading ?? meta.values.get('og:title') ?? meta.linkedTitle
}

/** The longest heading that stands word for word in the <title> tag and is most of it. */
function repeatedHeading(document: DomDocument, titleTag: string | null): string | null {
  if (titleTag === null) return null
  const whole = squeeze(titleTag)
  let best = ''
  const candidates: Iterable<DomElement> = document.querySelectorAll('h1, h2, h3, h4, [class*="title" i], [id*="title" i], [class*="headline" i]')
  for (const element of candidates) {
    if (element.nodeName.toUpperCase() === 'TITLE') continue
    const text = /^H\d$/i.test(element.nodeName) ? textOf(element) : withoutSite(textOf(element), null)
    if (text.length > best.length && text.length <= 200 && whole.includes(squeeze(text))) best = text
  }
  return squeeze(best).length >= Math.max(4, whole.length * 0.3) ? best : null
}

const siteLike = /(网|报|台|频道|门户|新闻|在线|论坛|博客|客户端|政府|委员会|局|中心|日报|晚报|周刊|杂志|公众号|首页|资讯|News|com|cn)/i

/** Cuts 「_网易新闻」, 「 - 某某政府网」 off, from the last separator on, as long as what is left is a title. */
export function withoutSite(titleTag: string, site: string | null): string {
  let title = fold(titleTag)
  for (let round = 0; round < 3; round++) {
    const match = /^(.+?)\s*(?:[_|｜]|--+|——|\s[-–—]\s|-(?=[^-]*$))\s*([^_|｜]{1,30})$/.exec(title)
    const [head, tail] = [match?.[1]?.trim() ?? '', match?.[2] ?? '']
    if (head.length < 4 || !(siteLike.test(tail) || tail === site || /[_|｜]/.test(title.slice(head.length)))) break
    title = head
  }
  return title
}

function squeeze(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '')
}

function fold(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
