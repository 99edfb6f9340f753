import { blockStats, linkShare } from './block-stats.ts'
import type { DomDocument } from '../dom/document.ts'
import type { DomElement } from '../dom/element.ts'
import { following, isElement } from '../dom/nodes.ts'
import { countHan, textOf } from './lines.ts'

interface Family {
  /** Which content system, or which habit, puts the text there. */
  readonly name: string
  readonly selectors: readonly string[]
  /** Several stand in one page and the first is the article: of a thread the first post. */
  readonly first?: boolean
}

/** Where the content systems of Chinese sites put an article's text, most specific first. No family here is one site's own. */
const families: readonly Family[] = [
  { name: 'TRS WCM', selectors: ['.TRS_Editor', '.trs_editor_view', '.TRS_UEDITOR', '.trs_paper_default'] },
  { name: '开普集约化', selectors: ['#UCAP-CONTENT', '.pages_content'] },
  { name: 'zoom script of government templates', selectors: ['#zoom', '#fontzoom', '#zoomcon', '#Zoom'] },
  { name: '方正翔宇', selectors: ['founder-content', '#ozoom'] },
  { name: '博达', selectors: ['.v_news_content', '#vsb_content', '[id^="vsb_content_"]'] },
  { name: '南方 NFCMS', selectors: ['.news_cont_d_wrap'] },
  { name: 'WeChat', selectors: ['#js_content'] },
  { name: 'Discuz!', selectors: ['td.t_f[id^="postmessage_"]'], first: true },
  { name: 'phpBB', selectors: ['.postbody .content'], first: true },
  { name: 'schema.org', selectors: ['[itemprop="articleBody"]'] },
  { name: 'WordPress and its like', selectors: ['.entry-content', '.post-content', '.rich_media_content'] },
  {
    name: 'CmsTop, gkmlpt and other news systems',
    selectors: ['.article-content', '#articleContent', '#articlebody', '#artibody', '#article-content']
  },
  {
    name: 'text class of article templates',
    selectors: ['#articleText', '.articleText', '.article_content', '#content_area', '#detail', '.view .content']
  }
]

/** A short notice is believed with less when a known container holds it. */
export const fewestHanInContainer = 8
const mostLinks = 0.3
/** Another block with that many characters, and that many times those of the container, says that the container holds a lead or a caption. */
const rivalHan = 200
const rivalTimes = 2

const places = families.flatMap(({ selectors, first }) =>
  selectors.map((selector) => ({ selector, name: nameIn(selector), isFirst: first === true }))
)

/**
 * The element of a known content system that holds the text; null where none does or where `rival`, the Chinese characters of the page's
 * densest block, says otherwise. A selector whose name stands nowhere in the page is not searched for.
 */
export function findContainer(document: DomDocument, rival: () => number): DomElement | null {
  const names = namesOf(document)
  for (const { selector, name, isFirst } of places) {
    if (!names.includes(name)) continue
    const found = isFirst ? firstOf(document, selector) : biggestOf(document, selector)
    if (found === null || linkShare(blockStats(found.element).get(found.element)) >= mostLinks) continue
    if (isFirst || found.han * rivalTimes > rival() || rival() < rivalHan) return found.element
  }
  return null
}

/** The longest name in a selector. */
function nameIn(selector: string): string {
  return (selector.match(/[\w-]+/g) ?? []).reduce((longest, name) => (name.length > longest.length ? name : longest), '')
}

/** All that selectors name things by, once each: classes, ids, properties, and names of elements that HTML does not know. */
function namesOf(document: DomDocument): string {
  const names = new Set<string>()
  for (let node = following(document, document); node !== null; node = following(node, document)) {
    if (!isElement(node)) continue
    if (node.localName.includes('-')) names.add(node.localName)
    names.add(node.id)
    names.add(node.className)
    names.add(node.getAttribute('itemprop') ?? '')
  }
  return [...names].join(' ')
}

interface Held {
  readonly element: DomElement
  readonly han: number
}

function firstOf(document: DomDocument, selector: string): Held | null {
  const element = document.querySelector(selector)
  return element === null ? null : held(element)
}

function biggestOf(document: DomDocument, selector: string): Held | null {
  let best: Held | null = null
  for (const element of document.querySelectorAll(selector)) {
    const found = held(element)
    if (found !== null && (best === null || found.han > best.han)) best = found
  }
  return best
}

function held(element: DomElement): Held | null {
  const han = countHan(textOf(element))
  return han >= fewestHanInContainer ? { element, han } : null
}
