import { load, type CheerioAPI } from 'cheerio'
import type { Instant } from '../../core/instant.ts'
import type { Sha256 } from '../../core/incident/chain.ts'
import { readDate, type ReadDate } from '../../core/written-date.ts'
import { readCount } from '../counts.ts'
import type { ListedThread, ThreadList } from '../threads.ts'
import { threadIdOf, threadUrl } from './addresses.ts'
import type { ForumFamily } from './families.ts'

export type Selection = ReturnType<CheerioAPI>

/** The threads of a board's page; `isBoard`: whether the page is a board at all, an empty one too. */
export function readBoard(
  html: string,
  pageUrl: string,
  family: ForumFamily,
  tools: { sha256: Sha256; observedAt: Instant }
): Omit<ThreadList, 'remember'> & { readonly isBoard: boolean } {
  const $ = load(html)
  const base = $('base[href]').attr('href') ?? pageUrl
  const rows = $(family.list.thread).toArray()
  const threads: ListedThread[] = []
  const broken: ThreadList['broken'][number][] = []
  for (const [index, row] of rows.entries()) {
    const thread = readRow($(row), URL.canParse(base, pageUrl) ? new URL(base, pageUrl).href : pageUrl, family, tools)
    if (thread !== null) threads.push(thread)
    else broken.push({ place: `${pageUrl} row ${index + 1}`, reason: '这一行没有主题链接', body: $.html(row).slice(0, 5000) })
  }
  const isBoard = rows.length > 0 || (family.list.board !== undefined && $(family.list.board).length > 0)
  return { threads, broken, isBoard }
}

function readRow(row: Selection, base: string, family: ForumFamily, tools: { sha256: Sha256; observedAt: Instant }): ListedThread | null {
  const { list } = family
  const link = row.is(list.link) ? row : row.find(list.link).first()
  const url = threadUrl(link.attr('href') ?? '', base, family)
  if (url === null || link.attr('href') === undefined) return null
  const title = textOf(link)
  const replies = countIn(row, list.replies)
  return {
    id: threadIdOf(url, family, tools.sha256),
    url,
    title,
    author: list.author === undefined ? null : textOf(row.find(list.author).first()),
    published: list.time === undefined ? null : timeIn(row.find(list.time).first(), tools.observedAt),
    replies,
    views: countIn(row, list.views),
    version: `${replies ?? ''}-${tools.sha256(title ?? '').slice(0, 8)}`
  }
}

function countIn(row: Selection, selector: string | undefined): number | null {
  if (selector === undefined) return null
  const found = row.find(selector).first()
  const exact = readCount(found.attr('title') ?? null)
  return exact ?? readCount(/[\d.,]+\s*[千kK万wW亿]?/.exec(found.text())?.[0] ?? null)
}

/** A moment by the attribute that tells it exactly, else by the words shown. */
export function timeIn(element: Selection, observedAt: Instant): ReadDate | null {
  const parts = [
    element,
    ...element
      .find('[datetime], [title]')
      .toArray()
      .map((part) => element.find(part))
  ]
  for (const part of parts) {
    const exact = readDate(part.attr('datetime') ?? part.attr('title') ?? '', observedAt)
    if (exact !== null) return exact
  }
  return readDate(element.text(), observedAt)
}

export function textOf(element: Selection): string | null {
  const text = element.text().replace(/\s+/g, ' ').trim()
  return text === '' ? null : text
}
