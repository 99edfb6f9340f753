import { canonicalUrl } from '../../core/mention.ts'
import type { Sha256 } from '../../core/incident/chain.ts'
import type { ForumFamily } from './families.ts'

/** The address of a thread without session and page, so that it is the same at each visit. */
export function threadUrl(href: string, base: string, family: ForumFamily): string | null {
  if (!URL.canParse(href, base)) return null
  const url = new URL(href, base)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
  url.hash = ''
  for (const name of family.sessionParameters) url.searchParams.delete(name)
  // Pretty addresses of Discuz!: thread-TID-PAGE-PAGE_OF_THE_BOARD.html
  url.pathname = url.pathname.replace(/(thread-\d+)-\d+-\d+/, '$1-1-1')
  return url.href
}

/** `forum:bbs.example:t123`: a thread has several addresses and one number. */
export function threadIdOf(url: string, family: ForumFamily, sha256: Sha256): string {
  const match = family.threadId?.exec(url) ?? null
  const number = match?.slice(1).find((part) => part !== undefined)
  return number === undefined ? `url:${sha256(canonicalUrl(url)).slice(0, 32)}` : `forum:${hostOf(url)}:t${number}`
}

export function postIdOf(url: string, name: string): string {
  return `forum:${hostOf(url)}:p${name.replace(/^(?:post_?|pid|p)(?=\d)/i, '')}`
}

export function hostOf(url: string): string {
  return new URL(url).host.replace(/^www\./, '')
}

/** Page `page` of a thread or board, from 1; `perPage` is for programs that count posts. */
export function pageUrl(url: string, page: number, perPage: number, paging: ForumFamily['paging']): string {
  if (page <= 1) return url
  const turned = new URL(url)
  const pretty = turned.pathname.replace(/(thread-\d+-)\d+(-\d+)/, `$1${page}$2`).replace(/(forum-\w+-)\d+(?=\.)/, `$1${page}`)
  if (pretty !== turned.pathname) turned.pathname = pretty
  else if (paging === 'start') turned.searchParams.set('start', String((page - 1) * perPage))
  else turned.searchParams.set('page', String(page))
  return turned.href
}
