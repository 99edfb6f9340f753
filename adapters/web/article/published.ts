import { hourMs, minuteMs, msOf, type Instant } from '../../../core/instant.ts'
import { readDate, readUnixTime, type ReadDate } from '../../../core/written-date.ts'
import {
  afterPublishLabel,
  dateInLine,
  isBylineInBody,
  isOfLink,
  isProse,
  isToday,
  speaksOfPage,
  speaksOfPageInFrame,
  together
} from './dated-line.ts'
import { countHan, type PageLine } from './lines.ts'
import type { PageMeta } from './meta.ts'
import { unixTime, type TimeClues } from './time-clues.ts'

export interface PublishedClues extends TimeClues {
  readonly html: string
  readonly meta: PageMeta
  /** All lines of the page, and which of them is the title; -1 where the title stands nowhere in it. */
  readonly lines: readonly PageLine[]
  readonly titleAt: number
  /** The lines of its body. */
  readonly body: readonly string[]
  readonly observedAt: Instant | null
}

export interface Published extends ReadDate {
  /** Neither the head, nor the byline, nor the address says it: what a list says of the article is better. */
  readonly isElsewhere: boolean
}

/** When a page was published, from what it declares and what it shows. A finer reading of the same day wins over a coarser one; otherwise the more reliable place wins. */
export function readPublished(clues: PublishedClues): Published | null {
  const { meta, observedAt, chosen } = clues
  const byChoice = chosen === '' ? null : readDate(chosen, observedAt)
  if (byChoice !== null) return { ...byChoice, isElsewhere: false }
  const span = bodySpan(clues)
  const declared = meta.published === null ? null : wholeDay(clues, span, readDate(meta.published, null) ?? unixTime(meta.published))
  let best: Published | null = null
  const ways: readonly (readonly [() => ReadDate | null, boolean])[] = [
    [() => (meta.isLinked ? null : declared), false],
    [() => underTitle(clues, span), false],
    [() => labelled(clues, span), false],
    [() => byElement(clues, span), span === null],
    [() => overTitle(clues), false],
    [() => declared, false],
    [() => inAddress(clues.addresses), false],
    [() => (best === null ? inScripts(clues.html) : refinedByScripts(clues.html, best)), true]
  ]
  for (const [way, isElsewhere] of ways) {
    const found = way()
    if (found !== null && best === null) best = { ...found, isElsewhere }
    if (found !== null && best?.precision === 'day' && found.precision !== 'day' && sameChinaDay(best, found)) best = { ...best, ...found }
    if (best !== null && best.precision !== 'day') return best
  }
  return best
}

const halfDayMs = 12 * hourMs

/**
 * Templates that write the hour by `hh` declare 15:05 as 03:05, and 00:05 as 12:05. Where the page shows the same minute in the other half
 * of the day, what it shows counts.
 */
function wholeDay(clues: PublishedClues, span: Span | null, declared: ReadDate | null): ReadDate | null {
  const hour = declared === null ? 0 : new Date(msOf(declared.at) + 8 * hourMs).getUTCHours()
  if (declared === null || declared.precision === 'day' || hour < 1 || hour > 12) return declared
  const shown = underTitle(clues, span) ?? labelled(clues, span)
  if (shown === null || shown.precision === 'day' || !sameChinaDay(declared, shown)) return declared
  const apart = Math.abs(msOf(shown.at) - msOf(declared.at))
  return Math.abs(apart - halfDayMs) < minuteMs ? shown : declared
}

function sameChinaDay(a: ReadDate, b: ReadDate): boolean {
  const day = (read: ReadDate) => Math.floor((Date.parse(read.at) + 8 * 3_600_000) / 86_400_000)
  return day(a) === day(b)
}

/** The first and the last line of the body among those of the page; null where none of them stands there. */
interface Span {
  readonly from: number
  readonly to: number
}

const fewestHan = 6

function bodySpan({ lines, titleAt, body }: PublishedClues): Span | null {
  const long = body.filter((line) => countHan(line) >= fewestHan)
  const own = new Set(long.length === 0 ? body : long)
  const isOwn = (line: PageLine, index: number): boolean => index > titleAt && own.has(line.text)
  const from = lines.findIndex(isOwn)
  return from < 0 ? null : { from, to: lines.findLastIndex(isOwn) }
}

const linesUnderTitle = 14
const linesOverBody = 6
const linesOverTitle = 3
/** A summary may stand between title and time, a story does not. */
const mostProse = 2

/** The lines under the title, as far as the story does not begin; those beside links are of other articles. */
function underTitle({ lines, titleAt, observedAt }: PublishedClues, span: Span | null): ReadDate | null {
  if (titleAt < 0 && span === null) return null
  const from = titleAt < 0 ? Math.max(0, (span?.from ?? 0) - linesOverBody) : titleAt + 1
  const under = lines.slice(0, Math.min(from + linesUnderTitle, span?.from ?? lines.length))
  let prose = 0
  for (let index = from; index < under.length; index++) {
    const text = under[index]?.text ?? ''
    if (isProse(text) && ++prose > mostProse) return null
    const whole = together(under, index)
    if (isOfLink(under, index) || !(titleAt < 0 ? isBylineInBody(whole) : speaksOfPage(whole))) continue
    const found = dateInLine(whole, observedAt)
    if (found !== null) return found
  }
  return span === null ? null : onTopOfBody(lines, span, observedAt)
}

/** A byline that could not be told from the body's first lines. */
function onTopOfBody(lines: readonly PageLine[], span: Span, observedAt: Instant | null): ReadDate | null {
  for (let index = span.from; index <= span.to && isBylineInBody(lines[index]?.text ?? ''); index++) {
    const found = dateInLine(lines[index]?.text ?? '', observedAt)
    if (found !== null) return found
  }
  return null
}

/** Some templates put it above the title; the column, the channels and the day of today stand there too, so only near and only a line that speaks of the page. */
function overTitle({ lines, titleAt, observedAt }: PublishedClues): ReadDate | null {
  for (let index = titleAt - 1; index >= Math.max(0, titleAt - linesOverTitle); index--) {
    const text = lines[index]?.text ?? ''
    const found = text.length > 60 || isOfLink(lines, index) || !speaksOfPageInFrame(text) ? null : dateInLine(text, observedAt)
    if (found !== null) return found
  }
  return null
}

const publishTime = /(发布|發布|发表|发稿|信息公开)(时间|日期)\s*[:：]/

/** A line that calls its date that of publication, wherever it stands; below the body only where no two of them differ. */
function labelled({ lines, observedAt }: PublishedClues, span: Span | null): ReadDate | null {
  const below: ReadDate[] = []
  for (const [index, { text }] of lines.entries()) {
    if (text.length > 160 || isToday.test(text) || isOfLink(lines, index) || !publishTime.test(text)) continue
    const isInside = span !== null && index >= span.from && index <= span.to
    if (isInside && !isBylineInBody(text)) continue
    const published = afterPublishLabel(together(lines, index))
    const found = published === null ? null : readDate(published, observedAt)
    if (found === null) continue
    if (span === null || index <= span.to) return found
    below.push(found)
  }
  const [first] = below
  return first !== undefined && below.every((other) => sameChinaDay(first, other)) ? first : null
}

/** What an element named for times shows, where bylines stand: around the title and above the body. */
function byElement({ lines, titleAt, elements, observedAt }: PublishedClues, span: Span | null): ReadDate | null {
  const first = titleAt < 0 ? Math.max(0, (span?.from ?? 0) - linesOverBody) : Math.max(0, titleAt - linesOverTitle)
  const last = Math.min(span === null ? lines.length : span.from, titleAt < 0 ? lines.length : titleAt + 1 + linesUnderTitle)
  const near = lines.slice(first, last).map(({ text }) => text)
  for (const { text, firstLine, attribute, isVague } of elements) {
    const at = firstLine === '' ? -1 : near.findIndex((line) => line.includes(firstLine))
    if (at < 0 || text.length > 200) continue
    if (attribute !== null) return attribute
    const isOver = first + at < titleAt
    if (text.length < 4 || !(isOver ? speaksOfPageInFrame(text) : speaksOfPage(text))) continue
    const found = dateInLine(text, isVague ? null : observedAt)
    if (found !== null) return found
  }
  return null
}

const publishNames = 'publish(?:ed)?_?(?:time|date|at)|pub_?(?:time|date)|ptime|datePublished|(?:news|post|release|article)_?(?:time|date)'
const otherNames = '(?:issue|create|input|display)_?(?:time|date)|time'
const written = (names: string): RegExp => new RegExp(`(?<![a-z_])["']?(?:${names})["']?\\s*[:=]\\s*["'](\\d{4}[-/年][^"']{4,24})["']`, 'gi')
const counted = (names: string): RegExp => new RegExp(`(?<![a-z_])["']?(?:${names})["']?\\s*[:=]\\s*["']?(\\d{10}|\\d{13})["']?\\s*[,;|}\\s]`, 'gi')
const [publishWritten, publishCounted] = [written(publishNames), counted(`ct|${publishNames}`)]
const [anyWritten, anyCounted] = [written(`${publishNames}|${otherNames}`), counted(`ct|${publishNames}|${otherNames}`)]

/** A time in a script that is of the known day. */
function refinedByScripts(html: string, known: ReadDate): ReadDate | null {
  return timesInScripts(html, anyWritten, anyCounted).find((found) => found.precision !== 'day' && sameChinaDay(found, known)) ?? null
}

/** What scripts call the time of publication, where they do not name those of other articles too. */
function inScripts(html: string): ReadDate | null {
  const found = timesInScripts(html, publishWritten, publishCounted)
  const [first] = found
  return first !== undefined && found.every((other) => sameChinaDay(first, other)) ? first : null
}

const mostTimes = 50

function timesInScripts(html: string, asText: RegExp, asNumber: RegExp): readonly ReadDate[] {
  const texts = html
    .matchAll(asText)
    .take(mostTimes)
    .map((match) => readDate(match[1] ?? '', null))
  const numbers = html
    .matchAll(asNumber)
    .take(mostTimes)
    .map((match) => readUnixTime(Number(match[1])))
  return [...texts, ...numbers].filter((found) => found !== null)
}

function inAddress(addresses: readonly string[]): ReadDate | null {
  return addresses.map(inPath).find((found) => found !== null) ?? null
}

/** TRS and other systems put the day into the path: /202611/t20261123_123.html, /2026-11/23/, /2026/11/23/, /2026/1123/, /art/2026/11/23/. */
function inPath(url: string): ReadDate | null {
  const match = shortPath.exec(url) ?? longPath.exec(url)
  return match === null ? null : readDate(`${match[1]}-${match[2]}-${match[3]}`, null)
}

/** Two digits for month and day, so that /202611/ is not the first of January. */
const shortPath = /[/_t-](20\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)/
const longPath = /\/(20\d\d)[-/](1[0-2]|0?[1-9])[-/](3[01]|[12]\d|0?[1-9])(?=[/_.])/
