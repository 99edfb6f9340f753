import type { Fetched, FetchOptions } from '../core/ports.ts'
import type { Visit } from './crawler.ts'
import { WrongContentError } from './errors.ts'

export interface HtmlPage {
  /** All of it, or as much of its beginning as was wanted. */
  readonly html: string
  readonly url: string
  readonly fetched: Fetched
  /** Keeps the validators, once everything on the page is queued; the next visit then may learn that nothing changed. */
  remember(): Promise<void>
}

/**
 * Fetches a page of HTML; null when it has not changed since it was remembered, unless it is wanted `afresh`.
 * @throws WrongContentError when it is something else.
 */
export async function getHtml(
  visit: Visit,
  url: string,
  options: { remember: boolean; afresh?: boolean; render?: boolean } & Pick<FetchOptions, 'headers' | 'mostCharacters' | 'readWhole'>
): Promise<HtmlPage | null> {
  const known = options.remember && options.afresh !== true ? await validatorsOf(visit, url) : { etag: null, lastModified: null }
  const { headers, mostCharacters, readWhole } = options
  const wanted = { ...known, ...(headers && { headers }), ...(mostCharacters && { mostCharacters }), readWhole }
  const fetched = await (options.render === true ? visit.render(url) : visit.get(url, wanted))
  if (fetched.notModified) return null
  if (fetched.text === null || !looksLikeHtml(fetched)) throw new WrongContentError(visit.source.id, url, 'an HTML page', fetched.contentType)
  return {
    html: fetched.text,
    url: fetched.finalUrl,
    fetched,
    async remember() {
      if (options.remember) await rememberValidators(visit, url, fetched)
    }
  }
}

export async function validatorsOf(visit: Visit, url: string): Promise<{ etag: string | null; lastModified: string | null }> {
  const kept = await visit.crawl.cursor(visit.source.id, `validators ${url}`)
  const [etag, lastModified] = kept === null ? [null, null] : (JSON.parse(kept) as [string | null, string | null])
  return { etag, lastModified }
}

/**
 * For the next visit to ask by. Not where the answer is of the very second in which it changed last: what was published later in
 * that second has the same validators in WordPress, whose ETag is the hash of its Last-Modified, and would be hidden until the next change.
 */
export async function rememberValidators(visit: Visit, url: string, { etag, lastModified, date }: Fetched): Promise<void> {
  const changed = Date.parse(lastModified ?? '')
  const isYoung = Math.abs(Date.parse(date ?? '') - changed) < 1000
  await visit.crawl.setCursor(visit.source.id, `validators ${url}`, JSON.stringify(isYoung ? [null, null] : [etag, lastModified]))
}

function looksLikeHtml({ contentType, text }: Fetched): boolean {
  if (contentType !== null && /html/i.test(contentType)) return true
  if (contentType !== null && /json|javascript|css/i.test(contentType)) return false
  return /<(!doctype html|html|head|body|div|p|table|a)\b/i.test((text ?? '').slice(0, 5000))
}
