import { Readability } from '@mozilla/readability'
import { blockStats, dropSideBlocks, linkShare, readingCost } from './block-stats.ts'
import type { DomDocument, DomElement } from './dom.ts'
import { countHan, linesOf, textOf } from './lines.ts'

export interface Body {
  readonly lines: readonly string[]
  /** Found by the last fallback. */
  readonly doubtful: boolean
}

/** Containers of the common Chinese content systems, most specific first. */
const containers = [
  '#UCAP-CONTENT',
  '.TRS_Editor',
  '.trs_editor_view',
  '#zoom',
  '#fontzoom',
  '#zoomcon',
  '.pages_content',
  '.article-content',
  '#articleContent',
  '#js_content',
  'td.t_f[id^="postmessage_"]',
  '.post_body',
  '#endText',
  '.post_text',
  '.rm_txt_con',
  '.box_con',
  '#artibody',
  '.news_cont_d_wrap',
  '#articleText',
  '.articleText',
  '#content_area',
  '#detail',
  '.view .content'
]
/** A container must read like a text before it is believed: that many Chinese characters, that little of them in links. */
const fewestHan = 30
const mostLinks = 0.3
/** A short notice is believed with less when a known container holds it. */
const fewestHanInContainer = 8

/** The article's body: per-source selector, known containers, Readability, then the densest block as a doubtful guess. */
export function readBody(document: DomDocument, title: string | null, selector: string | undefined): Body | null {
  const chosen = selector === undefined ? null : merged([...document.querySelectorAll(selector)])
  if (chosen !== null) return { lines: cleanLines(chosen, title), doubtful: false }
  const contained = inContainer(document)
  if (contained !== null) return { lines: cleanLines(contained, title), doubtful: false }
  const dense = densestBlock(document)
  const readable = byReadability(document)
  if (readable !== null) return { lines: cleanLines(readable, title), doubtful: false }
  return dense === null ? null : { lines: cleanLines(dense, title), doubtful: true }
}

function merged(elements: readonly DomElement[]): readonly string[] | null {
  const lines = elements.flatMap((element) => linesOf(element))
  return lines.length === 0 ? null : lines
}

function inContainer(document: DomDocument): readonly string[] | null {
  for (const selector of containers) {
    let [biggest, most]: [DomElement | null, number] = [null, fewestHanInContainer - 1]
    for (const element of document.querySelectorAll(selector)) {
      const han = countHan(textOf(element))
      if (han > most) [biggest, most] = [element, han]
    }
    if (biggest !== null && linkShare(blockStats(biggest).get(biggest)) < mostLinks) return bodyLines(biggest)
  }
  return null
}

/** Real pages stay far below both; Readability takes seconds to minutes on pages made to exceed them. */
const mostElements = 12_000
const mostDepths = 400_000

function byReadability(document: DomDocument): readonly string[] | null {
  const cost = readingCost(document.body)
  if (cost.elements > mostElements || cost.depths > mostDepths) return null
  const reader = new Readability<DomElement>(document, {
    charThreshold: 200,
    serializer: (node: unknown) => node as DomElement
  })
  let content: DomElement | null
  try {
    content = reader.parse()?.content ?? null
  } catch {
    // A page that it cannot take apart is left to the fallback.
    return null
  }
  if (content === null || countHan(textOf(content)) < fewestHan || linkShare(blockStats(content).get(content)) >= mostLinks) return null
  return bodyLines(content)
}

function bodyLines(element: DomElement): readonly string[] {
  dropSideBlocks(element)
  return linesOf(element)
}

/** For short notices that Readability takes for navigation: the block that holds most unlinked Chinese text of its own. */
function densestBlock(document: DomDocument): readonly string[] | null {
  const stats = blockStats(document.body)
  let best: { element: DomElement; score: number } | null = null
  for (const element of document.querySelectorAll('article, main, section, div, td, body')) {
    const share = linkShare(stats.get(element))
    const own = countHan(paragraphText(element))
    const score = own * (1 - share)
    if (own >= fewestHanInContainer && share < mostLinks && (best === null || score > best.score)) best = { element, score }
  }
  return best === null ? null : linesOf(best.element)
}

/** Text that stands in the element itself or in its own paragraphs, not in deeper blocks. */
function paragraphText(element: DomElement): string {
  let text = ''
  for (let child = element.lastChild; child !== null; child = child.previousSibling) {
    const name = child.nodeName.toUpperCase()
    if (child.nodeType === 3 || name === 'P' || name === 'SPAN' || name === 'FONT' || name === 'STRONG' || name === 'B')
      text += child.textContent ?? ''
  }
  return text
}

const junk = [
  /^[【[(（]?(责任编辑|责编|编辑|审核|校对|监制|网络编辑|本文编辑)\s*[:：]/,
  /^【(纠错|打印|关闭|字号)/,
  /^(分享到|扫一扫|打印本页|关闭窗口|返回顶部|相关阅读|相关新闻|延伸阅读|上一篇|下一篇|点击收藏|举报|收藏)([:：]|$|\s)/,
  /^(您的浏览器|抱歉，您的浏览器)/,
  /^(展开全文|查看更多|加载更多|加载中)/
]

/** A line above the text that says when and where from, and nothing else. */
function isByline(line: string): boolean {
  if (line.length > 80 || !/\d{4}\s*[-/.年]\s*\d{1,2}|来源\s*[:：]/.test(line)) return false
  const rest = line
    .replace(/\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?[T\s]*(\d{1,2}:\d\d(:\d\d)?)?/g, '')
    .replace(/(发布时间|发布日期|发表时间|发表于|日期|时间|来源|作者|记者|编辑|责编|责任编辑|字号|浏览次数|阅读|点击)\s*[:：]?\s*\S{0,16}/g, '')
  return rest.replace(/[\s\d|｜·:：,，()（）[\]【】-]/g, '').length <= 6
}

/** Without the title repeated on top and without what editors and buttons add around the text. */
function cleanLines(lines: readonly string[], title: string | null): readonly string[] {
  const squeezed = title === null ? null : title.replace(/\s+/g, '')
  return lines.filter(
    (line, index) =>
      !(index < 3 && isByline(line)) &&
      !(index < 3 && squeezed !== null && line.replace(/\s+/g, '') === squeezed) &&
      !junk.some((pattern) => pattern.test(line))
  )
}
