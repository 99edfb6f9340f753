import type { Instant } from '../../../core/instant.ts'
import { readDate, readUnixTime, type ReadDate } from '../../../core/written-date.ts'
import type { DomDocument } from './dom.ts'
import { textOf } from './lines.ts'
import type { PageMeta } from './meta.ts'

export interface Byline {
  readonly published: ReadDate | null
  readonly source: string | null
  readonly author: string | null
}

interface Clues {
  readonly document: DomDocument
  readonly html: string
  readonly meta: PageMeta
  /** Lines of the page from its title on; empty when the title stands nowhere in the page. */
  readonly afterTitle: readonly string[]
  readonly url: string | null
  readonly observedAt: Instant | null
  readonly selectors: { readonly time?: string | undefined; readonly source?: string | undefined; readonly author?: string | undefined }
}

/** When and by whom a page was published, from what it declares and from the lines under its title. */
export function readByline(clues: Clues): Byline {
  return { published: readPublished(clues), source: readSource(clues), author: readAuthor(clues) }
}

const visibleTimes = [
  '#publish_time',
  '#pubtime_baidu',
  '#fwrq',
  '.pages-date',
  '#pubtime',
  '#pubDate',
  '.publish-time',
  '.pubtime',
  '.pub-time',
  '.article-time',
  '.post_time_source',
  '.post_info',
  '.h-time',
  '.time',
  'time',
  '.date',
  '.article-info',
  '.info',
  '.source',
  '[class*="time" i]',
  '[class*="date" i]',
  '[class*="info" i]',
  '[class*="source" i]',
  '[class*="about" i]'
]
const linesUnderTitle = 14

/** A finer reading of the same day wins over a coarser one; otherwise the more reliable place wins. */
function readPublished(clues: Clues): ReadDate | null {
  const { document, meta, observedAt, selectors } = clues
  const chosen = selectors.time === undefined ? null : readDate(textOf(document.querySelector(selectors.time)), observedAt)
  if (chosen !== null) return chosen
  const declared = meta.published === null ? null : readDate(meta.published, null)
  const ways: readonly (() => ReadDate | null)[] = [
    () => (meta.isLinked ? null : declared),
    () => underTitle(clues),
    () => byElement(clues),
    () => declared,
    () => inScripts(clues.html),
    () => inUrl(clues.url)
  ]
  let best: ReadDate | null = null
  for (const way of ways) {
    const found = way()
    if (found !== null && best === null) best = found
    if (found !== null && best?.precision === 'day' && found.precision !== 'day' && sameChinaDay(best, found)) best = found
    if (best !== null && best.precision !== 'day') return best
  }
  return best
}

function underTitle({ afterTitle, observedAt }: Clues): ReadDate | null {
  for (const line of afterTitle.slice(0, linesUnderTitle)) {
    if (line.length > 160 || /今天是|现在是|首页|更新于|截至|截止/.test(line)) continue
    const found = readDate(line, observedAt)
    // Inside a sentence of the story a date is the story's.
    if (found !== null && !isSentence(line)) return found
  }
  return null
}

function isSentence(line: string): boolean {
  if (/(发布|发表|来源|时间|日期|编辑|作者)\s*[:：]?/.test(line.slice(0, 40)) && line.length <= 100) return false
  return line.length > 60 || /[，。；].*[，。；]/.test(line)
}

function byElement({ document, observedAt }: Clues): ReadDate | null {
  for (const selector of visibleTimes) {
    for (const element of document.querySelectorAll(selector)) {
      const text = `${element.getAttribute('datetime') ?? ''} ${textOf(element)}`.trim()
      if (text.length > 200 || text.length < 4 || /今天是|现在是/.test(text)) continue
      const found = readDate(text, selector.startsWith('[') ? null : observedAt)
      if (found !== null) return found
    }
  }
  return null
}

const scriptTime =
  /["']?(?:publish_?time|publishDate|pub_?time|pubDate|ptime|datePublished|create_?time|createDate|news_?time|time)["']?\s*[:=]\s*["'](\d{4}[-/年][^"']{4,24})["']/i
const scriptUnix = /(?:\bct|publish_?time|create_?time)["']?\s*[:=]\s*["']?(\d{10}|\d{13})["']?\s*[,;|}\s]/i

function inScripts(html: string): ReadDate | null {
  const written = scriptTime.exec(html)?.[1]
  const found = written === undefined ? null : readDate(written, null)
  if (found !== null) return found
  const unix = scriptUnix.exec(html)?.[1]
  return unix === undefined ? null : readUnixTime(Number(unix))
}

/** TRS and other systems put the day into the path: /202611/t20261123_123.html, /2026-11/23/, /2026/11/23/, /art/2026/11/23/. */
function inUrl(url: string | null): ReadDate | null {
  if (url === null) return null
  const match = /[/_t](20\d\d)[-/]?(0?[1-9]|1[0-2])[-/]?(0?[1-9]|[12]\d|3[01])(?=[/_.])/.exec(url)
  return match === null ? null : readDate(`${match[1]}-${match[2]}-${match[3]}`, null)
}

function sameChinaDay(a: ReadDate, b: ReadDate): boolean {
  const day = (read: ReadDate) => Math.floor((Date.parse(read.at) + 8 * 3_600_000) / 86_400_000)
  return day(a) === day(b)
}

function readSource({ document, meta, afterTitle, selectors }: Clues): string | null {
  const chosen = selectors.source === undefined ? '' : textOf(document.querySelector(selectors.source))
  if (chosen !== '') return labelled([chosen], sourceLabel) ?? chosen
  const declared = meta.values.get('contentsource') ?? null
  // 开普集约化 sites write 本网 for themselves.
  if (declared !== null) return /^本(网|站)/.test(declared) ? (meta.values.get('sitename') ?? declared) : declared
  const account = textOf(document.querySelector('#js_name, .wx_follow_nickname'))
  return account !== '' ? account : labelled(afterTitle.slice(0, linesUnderTitle), sourceLabel)
}

function readAuthor(clues: Clues): string | null {
  const { document, meta, afterTitle, selectors } = clues
  const chosen = selectors.author === undefined ? '' : textOf(document.querySelector(selectors.author))
  if (chosen !== '') return chosen
  const written = labelled(afterTitle.slice(0, linesUnderTitle), authorLabel)
  if (written !== null) return written
  const declared = meta.values.get('author') ?? meta.values.get('article:author') ?? null
  // Templates leave the site's name, an address or a number in it.
  const isPerson = declared !== null && !/[@\d/]/.test(declared) && meta.titleTag?.includes(declared) !== true && declared !== readSource(clues)
  return isPerson ? declared : null
}

const sourceLabel = /(?:信息|稿件|文章|新闻)?来\s*源\s*[:：]\s*([^\s|｜:：()（）]{2,30})/
const authorLabel = /(?:^|[\s|｜(（])(?:作者|记者|撰文|文)\s*[:：/]\s*([^\s|｜:：()（）]{2,20})/

function labelled(lines: readonly string[], label: RegExp): string | null {
  for (const line of lines) {
    const found = label.exec(line)?.[1]
    if (found !== undefined && line.length <= 200) return found.replace(/(编辑|作者|责编|发布|字号|打印).*$/, '') || null
  }
  return null
}
