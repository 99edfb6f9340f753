import { z } from 'zod'

/** Loose: a field of the wrong kind is a field that is not there. */
const text = z.string().nullable().catch(null).default(null)
const named = z.object({ name: text }).catch({ name: null })

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
  url: item.url,
  title: item.title,
  html: item.content_html ?? item.content_text ?? item.summary,
  published: item.date_published,
  modified: item.date_modified,
  author: item.authors[0]?.name ?? null
}))
