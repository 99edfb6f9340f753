import type { DomDocument } from '../dom/document.ts'

/** What a page says of itself in its head: government meta tags, Open Graph, JSON-LD. */
export interface PageMeta {
  /** Values by lower-case name, in the order of the page, empty ones left out. */
  readonly values: ReadonlyMap<string, string>
  readonly titleTag: string | null
  readonly published: string | null
  /** The time comes from JSON-LD, which many sites fill when they push the page to a search engine. */
  readonly isLinked: boolean
  readonly linkedTitle: string | null
}

/** Names under which publication times stand, most reliable first (开普集约化 meta tags, then the common vocabularies). */
const publishedNames = [
  'pubdate',
  'publishdate',
  'article:published_time',
  'og:release_date',
  'og:published_time',
  'bytedance:published_time',
  'weibo:article:create_at',
  'article:create_at',
  'publish_time',
  'apub:time',
  'firstpublishedtime',
  'date',
  'dc.date',
  'dc.date.issued',
  'releasedate'
]

export function readMeta(document: DomDocument): PageMeta {
  const values = new Map<string, string>()
  for (const element of document.querySelectorAll('meta')) {
    const name = (element.getAttribute('name') ?? element.getAttribute('property') ?? element.getAttribute('itemprop') ?? '').trim().toLowerCase()
    const content = (element.getAttribute('content') ?? '').trim()
    if (name !== '' && content !== '' && !values.has(name)) values.set(name, content)
  }
  const linked = readLinkedData(document)
  const named = publishedNames.map((name) => values.get(name)).find((value) => value !== undefined && /\d/.test(value))
  const titleTag = document.querySelector('title')?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
  return {
    values,
    titleTag: titleTag === '' ? null : titleTag,
    published: named ?? linked.datePublished,
    isLinked: named === undefined,
    linkedTitle: linked.headline
  }
}

/** The first JSON-LD object with a date; broken JSON is passed over, a page's mistake is no error of ours. */
function readLinkedData(document: DomDocument): { datePublished: string | null; headline: string | null } {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    const text = script.textContent ?? ''
    const published = /"(?:datePublished|pubDate)"\s*:\s*"([^"]{8,40})"/.exec(text)?.[1]
    if (published !== undefined) return { datePublished: published, headline: /"headline"\s*:\s*"((?:[^"\\]|\\.){2,200})"/.exec(text)?.[1] ?? null }
  }
  return { datePublished: null, headline: null }
}
