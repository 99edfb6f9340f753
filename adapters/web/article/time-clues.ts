import { readDate, readUnixTime, type ReadDate } from '../../../core/written-date.ts'
import type { DomDocument } from '../dom/document.ts'
import type { DomElement } from '../dom/element.ts'
import type { DomNode } from '../dom/nodes.ts'
import { linesOf, textOf } from './lines.ts'
import type { PageMeta } from './meta.ts'

/** An element whose name says that it shows a time. */
export interface TimedElement {
  readonly text: string
  readonly firstLine: string
  readonly attribute: ReadDate | null
  /** Known by a part of its name only. */
  readonly isVague: boolean
}

/** What a page's elements say of its time, kept before Readability takes the document apart. */
export interface TimeClues {
  /** What the source's own selector points at. */
  readonly chosen: string
  readonly elements: readonly TimedElement[]
  /** Addresses of the page: where it was found, and which it calls its own. */
  readonly addresses: readonly string[]
}

export function timeClues(document: DomDocument, meta: PageMeta, url: string | null, selector: string | undefined): TimeClues {
  const canonical = document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? null
  const addresses = [url, canonical, meta.values.get('og:url') ?? null, meta.values.get('url') ?? null]
  return {
    chosen: selector === undefined ? '' : textOf(document.querySelector(selector)),
    elements: isExact(meta) ? [] : [...timedElements(document)],
    addresses: addresses.filter((address) => address !== null)
  }
}

/** Its head gives the very minute, so that nothing else is asked. */
function isExact({ published, isLinked }: PageMeta): boolean {
  return published !== null && !isLinked && (readDate(published, null)?.precision ?? 'day') !== 'day'
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

function* timedElements(document: DomDocument): Generator<TimedElement> {
  for (const selector of visibleTimes) {
    for (const element of document.querySelectorAll(selector)) {
      if (isListed(element)) continue
      const lines = linesOf(element)
      yield { text: lines.join(' '), firstLine: lines[0] ?? '', attribute: ofAttribute(element), isVague: selector.startsWith('[') }
    }
  }
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

export function unixTime(value: string): ReadDate | null {
  return /^\s*(\d{10}|\d{13})\s*$/.test(value) ? readUnixTime(Number(value)) : null
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
