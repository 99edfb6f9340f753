import type { Instant } from '../../core/instant.ts'
import type { Article, PageBytes } from '../../core/ports.ts'
import { readBody } from './article/body.ts'
import { readByline } from './article/byline.ts'
import { pageLines, type PageLine } from './article/lines.ts'
import { readMeta } from './article/meta.ts'
import { parsePage } from './article/parse-page.ts'
import { readPublished } from './article/published.ts'
import { timeClues } from './article/time-clues.ts'
import { readTitle } from './article/title.ts'
import { decodeText } from './charset.ts'

/** CSS selectors of one source, for pages that the general reader gets wrong. */
export interface ArticleSelectors {
  readonly title?: string | undefined
  readonly body?: string | undefined
  readonly time?: string | undefined
  readonly author?: string | undefined
  readonly source?: string | undefined
}

export interface ReadArticleOptions {
  readonly url: string | null
  readonly selectors?: ArticleSelectors
  /** The moment of looking; without it 昨天 and 11-23 name no day. */
  readonly observedAt?: Instant | null
}

/** HTML longer than this is cut before it is parsed; no article is. */
const mostCharacters = 4_000_000

/**
 * Title, text (a paragraph a line), time, author and source of an HTML page, by the source's selectors, then the government meta
 * tags and known containers, then Readability, then the densest block (`doubtful`). What the page does not say is null.
 */
export function readArticle(page: string | PageBytes, options: ReadArticleOptions): Article {
  const html = (typeof page === 'string' ? page : (decodeText(page.bytes, page.contentType)?.text ?? '')).slice(0, mostCharacters)
  const document = parsePage(html)
  if (document === null) return stripped(html)
  const selectors = options.selectors ?? {}
  const meta = readMeta(document)
  const title = readTitle(document, meta, selectors.title)
  const lines = pageLines(document.body, true)
  const titleAt = title === null ? -1 : lineOfTitle(lines, title)
  const times = timeClues(document, meta, options.url, selectors.time)
  const afterTitle = titleAt < 0 ? [] : lines.slice(titleAt + 1).map((line) => line.text)
  const byline = readByline({ document, meta, afterTitle, selectors })
  // Last, because Readability takes the document apart.
  const body = readBody(document, html, title, selectors.body)
  const text = body?.lines.join('\n') ?? ''
  const published = readPublished({
    ...times,
    html,
    meta,
    lines,
    titleAt,
    body: body?.lines ?? [],
    observedAt: options.observedAt ?? null
  })
  return {
    title,
    text: text === '' ? null : text,
    publishedAt: published?.at ?? null,
    publishedPrecision: published?.precision ?? null,
    ...(published?.isElsewhere === true ? { publishedElsewhere: true as const } : {}),
    author: byline.author,
    source: byline.source,
    doubtful: body?.doubtful ?? true
  }
}

/** The line that is the title, else the first that carries it. */
function lineOfTitle(lines: readonly PageLine[], title: string): number {
  const wanted = squeeze(title)
  const exact = lines.findIndex(({ text, linked }) => linked < 0.5 && squeeze(text) === wanted)
  return exact >= 0 ? exact : lines.findIndex(({ text }) => text.length < 300 && squeeze(text).includes(wanted))
}

function squeeze(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '')
}

/** A page nested too deep to be parsed still shows its words. */
function stripped(html: string): Article {
  const title = /<title[^>]*>([^<]{1,300})/i.exec(html)?.[1]?.trim() ?? null
  const text = html
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/<[^>]{0,2000}>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100_000)
  return {
    title,
    text: text === '' ? null : text,
    publishedAt: null,
    publishedPrecision: null,
    author: null,
    source: null,
    doubtful: true
  }
}
