import { hourMs, minuteMs, msOf, type Instant } from '../../../core/instant.ts'
import { readDate, readUnixTime, type ReadDate } from '../../../core/written-date.ts'
import type { DomDocument } from '../dom/document.ts'
import type { DomElement } from '../dom/element.ts'
import type { DomNode } from '../dom/nodes.ts'
import { textOf, type PageLine } from './lines.ts'
import type { PageMeta } from './meta.ts'

export interface TimeClues {
  readonly document: DomDocument
  readonly html: string
  readonly meta: PageMeta
  /** All lines of the page, and which of them is the title; -1 where the title stands nowhere in it. */
  readonly lines: readonly PageLine[]
  readonly titleAt: number
  readonly url: string | null
  readonly observedAt: Instant | null
  readonly selector: string | undefined
}

/** When a page was published, from what it declares and what it shows. A finer reading of the same day wins over a coarser one; otherwise the more reliable place wins. */
export function readPublished(clues: TimeClues): ReadDate | null {
  const { document, meta, observedAt, selector } = clues
  const chosen = selector === undefined ? null : readDate(textOf(document.querySelector(selector)), observedAt)
  if (chosen !== null) return chosen
  const declared = meta.published === null ? null : wholeDay(clues, readDate(meta.published, null) ?? unixTime(meta.published))
  const ways: readonly (() => ReadDate | null)[] = [
    () => (meta.isLinked ? null : declared),
    () => underTitle(clues),
    () => labelled(clues),
    () => byElement(clues),
    () => overTitle(clues),
    () => declared,
    () => inScripts(clues.html),
    () => inAddress(clues)
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

const halfDayMs = 12 * hourMs

/**
 * Templates that write the hour by `hh` declare 15:05 as 03:05, and 00:05 as 12:05. Where the page shows the same minute in the other half
 * of the day, what it shows counts.
 */
function wholeDay(clues: TimeClues, declared: ReadDate | null): ReadDate | null {
  const hour = declared === null ? 0 : new Date(msOf(declared.at) + 8 * hourMs).getUTCHours()
  if (declared === null || declared.precision === 'day' || hour < 1 || hour > 12) return declared
  const shown = underTitle(clues) ?? labelled(clues)
  if (shown === null || shown.precision === 'day' || !sameChinaDay(declared, shown)) return declared
  const apart = Math.abs(msOf(shown.at) - msOf(declared.at))
  return Math.abs(apart - halfDayMs) < minuteMs ? shown : declared
}

function sameChinaDay(a: ReadDate, b: ReadDate): boolean {
  const day = (read: ReadDate) => Math.floor((Date.parse(read.at) + 8 * 3_600_000) / 86_400_000)
  return day(a) === day(b)
}

const linesUnderTitle = 14
const linesOverTitle = 3
/** A summary may stand between title and time, a story does not. */
const mostProse = 2
const isToday = /今天是|现在是|今天日期/
const isOther = /首页|更新于|更新时间|修改时间|截至|截止|有效期|失效/

/** The lines under the title, as far as the story does not begin; those beside links are of other articles. */
function underTitle({ lines, titleAt, observedAt }: TimeClues): ReadDate | null {
  if (titleAt < 0) return null
  const under = lines.slice(titleAt + 1, titleAt + 1 + linesUnderTitle)
  let prose = 0
  for (const [index, { text }] of under.entries()) {
    if (isProse(text) && ++prose > mostProse) return null
    if (isOfLink(under, index)) continue
    const found = inLine(together(under, index), observedAt)
    if (found !== null) return found
  }
  return null
}

/** Some templates put it above the title; the column and the channels stand there too, so only near and only a line that says little else. */
function overTitle({ lines, titleAt, observedAt }: TimeClues): ReadDate | null {
  for (let index = titleAt - 1; index >= Math.max(0, titleAt - linesOverTitle); index--) {
    const text = lines[index]?.text ?? ''
    const found = text.length > 60 || isOfLink(lines, index) ? null : inLine(text, observedAt)
    if (found !== null) return found
  }
  return null
}

function inLine(line: string, observedAt: Instant | null): ReadDate | null {
  if (line.length > 160 || isToday.test(line)) return null
  const published = afterLabel(line)
  if (published !== null) return readDate(published, observedAt)
  if (isOther.test(line)) return null
  // Inside a sentence of the story a date is the story's.
  return isSentence(line) ? null : readDate(line, observedAt)
}

const publishLabel = /(?:发布|發布|发表|發表|发稿|刊发|上网|公开|信息发布|新闻发布)(?:时间|時間|日期|于|於)?\s*[:：]?\s*(?=[\d昨今前刚])/
/** What follows 发布时间: the day of signing (成文日期) or of a revision may stand before it. */
function afterLabel(line: string): string | null {
  const match = publishLabel.exec(line)
  return match === null ? null : line.slice(match.index + match[0].length)
}

/** Wherever it stands, a line that calls its date that of publication. */
function labelled({ lines, observedAt }: TimeClues): ReadDate | null {
  for (const [index, { text }] of lines.entries()) {
    if (text.length > 160 || isToday.test(text) || isOfLink(lines, index)) continue
    const published = /(发布|發布|发表|发稿|信息公开)(时间|日期)\s*[:：]/.test(text) ? afterLabel(together(lines, index)) : null
    const found = published === null ? null : readDate(published, observedAt)
    if (found !== null) return found
  }
  return null
}

const shortPiece = /^[\d\s:：/.\-年月日时分]{1,20}$/

/** A line with the pieces that a template sets apart from it: 2026 · 11/23 · 20:15. A label may stand before its date, too. */
function together(lines: readonly PageLine[], index: number): string {
  let text = lines[index]?.text ?? ''
  if (!shortPiece.test(text) && !/(时间|日期|于)\s*[:：]?$/.test(text)) return text
  for (let next = index + 1; next < index + 4 && shortPiece.test(lines[next]?.text ?? ''); next++) text += ` ${lines[next]?.text}`
  return text.replace(/^(\d{4})\s+(\d{1,2})[-/.月](\d{1,2})(?!\d)/, '$1-$2-$3')
}

/** Most of the line is a link, or it is the date that stands under one, as in lists of other articles. */
function isOfLink(lines: readonly PageLine[], index: number): boolean {
  const [before, own] = [lines[index - 1], lines[index]]
  if (own !== undefined && own.linked > 0.5 && own.text.length >= 16) return true
  return before !== undefined && before.linked > 0.9 && before.text.length >= 10 && (own?.text.length ?? 0) <= 24
}

function isProse(line: string): boolean {
  return line.length > 40 && /[，。；！？]/.test(line)
}

function isSentence(line: string): boolean {
  if (/(发布|发表|来源|时间|日期|编辑|作者)\s*[:：]?/.test(line.slice(0, 40)) && line.length <= 100) return false
  return line.length > 60 || /[，。；].*[，。；]/.test(line)
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
const timeAttributes = ['data-time', 'data-timestamp', 'data-val', 'data-date', 'data-pubtime', 'data-publish-time']

function byElement({ document, observedAt }: TimeClues): ReadDate | null {
  for (const selector of visibleTimes) {
    for (const element of document.querySelectorAll(selector)) {
      if (isListed(element)) continue
      const attribute = ofAttribute(element)
      if (attribute !== null) return attribute
      const text = textOf(element)
      if (text.length > 200 || text.length < 4) continue
      const found = inLine(text, selector.startsWith('[') ? null : observedAt)
      if (found !== null) return found
    }
  }
  return null
}

function ofAttribute(element: DomElement): ReadDate | null {
  const written = element.getAttribute('datetime')
  if (written !== null) return readDate(written, null)
  for (const name of timeAttributes) {
    const value = element.getAttribute(name)
    const found = value === null ? null : (unixTime(value) ?? readDate(value, null))
    if (found !== null) return found
  }
  return null
}

/** Stands in a list's item with a link, or holds such a list: the date of another article. */
function isListed(element: DomElement): boolean {
  if (element.querySelector('li a, dd a') !== null) return true
  let at: DomNode | null = element
  for (let level = 0; at !== null && level < 5; at = at.parentNode, level++) {
    const name = at.nodeName
    if (name === 'A' || name === 'ASIDE' || name === 'FOOTER') return true
    if ((name === 'LI' || name === 'DD') && (at as DomElement).querySelector('a') !== null) return true
  }
  return false
}

const scriptNames =
  'publish(?:ed)?_?(?:time|date|at)|pub_?(?:time|date)|ptime|datePublished|(?:news|post|release|issue|article|create|input|display)_?(?:time|date)|time'
const scriptTime = new RegExp(`(?<![a-z_])["']?(?:${scriptNames})["']?\\s*[:=]\\s*["'](\\d{4}[-/年][^"']{4,24})["']`, 'i')
const scriptUnix = new RegExp(`(?<![a-z_])["']?(?:ct|${scriptNames})["']?\\s*[:=]\\s*["']?(\\d{10}|\\d{13})["']?\\s*[,;|}\\s]`, 'i')

function inScripts(html: string): ReadDate | null {
  const written = scriptTime.exec(html)?.[1]
  const found = written === undefined ? null : readDate(written, null)
  if (found !== null) return found
  const unix = scriptUnix.exec(html)?.[1]
  return unix === undefined ? null : readUnixTime(Number(unix))
}

function unixTime(value: string): ReadDate | null {
  return /^\s*(\d{10}|\d{13})\s*$/.test(value) ? readUnixTime(Number(value)) : null
}

/** The page's address, or the one that it says is its own. */
function inAddress({ url, document, meta }: TimeClues): ReadDate | null {
  const canonical = document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? null
  for (const address of [url, canonical, meta.values.get('og:url') ?? null, meta.values.get('url') ?? null]) {
    const found = address === null ? null : inPath(address)
    if (found !== null) return found
  }
  return null
}

/** TRS and other systems put the day into the path: /202611/t20261123_123.html, /2026-11/23/, /2026/11/23/, /2026/1123/, /art/2026/11/23/. */
function inPath(url: string): ReadDate | null {
  const match = shortPath.exec(url) ?? longPath.exec(url)
  return match === null ? null : readDate(`${match[1]}-${match[2]}-${match[3]}`, null)
}

/** Two digits for month and day, so that /202611/ is not the first of January. */
const shortPath = /[/_t-](20\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)/
const longPath = /\/(20\d\d)[-/](1[0-2]|0?[1-9])[-/](3[01]|[12]\d|0?[1-9])(?=[/_.])/
