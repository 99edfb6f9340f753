import { z } from 'zod'

/** Loose: a field of the wrong kind is a field that is not there. */
const text = z.string().nullable().catch(null).default(null)
const named = z.object({ name: text }).catch({ name: null })

/** Of the feed itself. */
export const FeedHead = z.object({
  items: z.array(z.unknown()).optional(),
  entries: z.array(z.unknown()).optional(),
  link: text,
  home_page_url: text,
  xml: z.object({ base: text }).nullable().catch(null).default(null)
})

const RssItem = z.object({
  title: text,
  link: text,
  description: text,
  pubDate: text,
  guid: z.object({ value: text }).nullable().catch(null).default(null),
  content: z.object({ encoded: text }).nullable().catch(null).default(null),
  authors: z
    .array(z.union([z.string(), named]))
    .catch([])
    .default([]),
  dc: z
    .object({ creators: z.array(z.string()).catch([]).default([]), dates: z.array(z.string()).catch([]).default([]) })
    .nullable()
    .catch(null)
    .default(null)
})

const AtomText = z
  .union([z.string(), z.object({ value: text })])
  .nullable()
  .catch(null)
  .default(null)
const AtomEntry = z.object({
  id: text,
  title: AtomText,
  summary: AtomText,
  content: AtomText,
  published: text,
  updated: text,
  authors: z.array(named).catch([]).default([]),
  links: z
    .array(z.object({ href: text, rel: text }))
    .catch([])
    .default([])
})

const JsonItem = z.object({
  id: z
    .union([z.string(), z.number().transform(String)])
    .nullable()
    .catch(null)
    .default(null),
  url: text,
  external_url: text,
  title: text,
  content_html: text,
  content_text: text,
  summary: text,
  date_published: text,
  date_modified: text,
  authors: z.array(named).catch([]).default([])
})

/** Items of a parsed feed, whatever its format, in the one shape that the crawler uses. */
export interface FeedItem {
  readonly id: string | null
  readonly url: string | null
  readonly title: string | null
  readonly html: string | null
  readonly published: string | null
  readonly modified: string | null
  readonly author: string | null
}

function plain(value: z.infer<typeof AtomText>): string | null {
  return typeof value === 'string' ? value : (value?.value ?? null)
}

export const readRssItem = RssItem.transform((item): FeedItem => {
  const author = item.authors[0]
  return {
    id: item.guid?.value ?? null,
    url: item.link,
    title: item.title,
    html: item.content?.encoded ?? item.description,
    published: item.pubDate ?? item.dc?.dates[0] ?? null,
    modified: null,
    author: item.dc?.creators[0] ?? (typeof author === 'string' ? author : (author?.name ?? null))
  }
})

export const readAtomEntry = AtomEntry.transform((entry): FeedItem => {
  const link = entry.links.find((candidate) => candidate.rel === null || candidate.rel === 'alternate') ?? entry.links[0]
  return {
    id: entry.id,
    url: link?.href ?? null,
    title: plain(entry.title),
    html: plain(entry.content) ?? plain(entry.summary),
    published: entry.published,
    modified: entry.updated,
    author: entry.authors[0]?.name ?? null
  }
})

export const readJsonItem = JsonItem.transform((item): FeedItem => ({
  id: item.id,
  url: item.url ?? item.external_url,
  title: item.title,
  html: item.content_html ?? item.content_text ?? item.summary,
  published: item.date_published,
  modified: item.date_modified,
  author: item.authors[0]?.name ?? null
}))

const addresses = z
  .array(z.object({ href: text }))
  .catch([])
  .default([])

/** A stream of the API of Google Reader. Its times are Unix seconds. */
export const ReaderStream = z.object({ items: z.array(z.object({ crawlTimeMsec: z.unknown() }).loose()) })
const ReaderItem = z.object({
  id: text,
  title: text,
  author: text,
  published: z.number().nullable().catch(null).default(null),
  canonical: addresses,
  alternate: addresses,
  summary: z.object({ content: text }).nullable().catch(null).default(null),
  content: z.object({ content: text }).nullable().catch(null).default(null)
})

export const readReaderItem = ReaderItem.transform((item): FeedItem => ({
  id: item.id,
  url: item.canonical[0]?.href ?? item.alternate[0]?.href ?? null,
  title: item.title,
  html: item.content?.content ?? item.summary?.content ?? null,
  published: item.published === null || item.published === 0 ? null : new Date(item.published * 1000).toISOString(),
  modified: null,
  author: item.author
}))
