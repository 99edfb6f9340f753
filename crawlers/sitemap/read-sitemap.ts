import { gunzipSync } from 'node:zlib'
import { readDate, type ReadDate } from '../../core/written-date.ts'

export interface SitemapEntry {
  readonly url: string
  /** As the file writes it. */
  readonly modified: string | null
  readonly title: string | null
  readonly published: ReadDate | null
}

export interface Sitemap {
  /** `index`: its entries are sitemaps themselves. */
  readonly kind: 'index' | 'pages'
  readonly entries: readonly SitemapEntry[]
}

/** The protocol's own limit for one file. */
const mostBytes = 52_428_800

/** A sitemap or an index of sitemaps, gzipped or not; null when it is neither. */
export function readSitemap(bytes: Uint8Array, text: string | null): Sitemap | null {
  const xml = isGzip(bytes) ? unzip(bytes) : text
  if (xml === null) return null
  const kind = /<(?:\w+:)?(sitemapindex|urlset)\b/i.exec(xml.slice(0, 5000))?.[1]?.toLowerCase()
  if (kind === undefined) return null
  const item = kind === 'sitemapindex' ? 'sitemap' : 'url'
  const entries: SitemapEntry[] = []
  // Cut at each end, since such files are long: no expression runs over more than one entry.
  for (const part of xml.split(new RegExp(`</(?:\\w+:)?${item}\\s*>`, 'i'))) {
    const url = valueOf(part, 'loc')
    if (url === null || !URL.canParse(url)) continue
    const published = valueOf(part, 'publication_date')
    entries.push({
      url,
      modified: valueOf(part, 'lastmod'),
      title: valueOf(part, 'title'),
      published: published === null ? null : readDate(published, null)
    })
  }
  return { kind: kind === 'sitemapindex' ? 'index' : 'pages', entries }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

function unzip(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder().decode(gunzipSync(bytes, { maxOutputLength: mostBytes }))
  } catch {
    return null
  }
}

function valueOf(part: string, name: string): string | null {
  const start = part.search(new RegExp(`<(?:\\w+:)?${name}\\b[^>]*>`, 'i'))
  if (start < 0) return null
  const from = part.indexOf('>', start) + 1
  const end = part.indexOf('</', from)
  if (end < 0) return null
  const raw = part
    .slice(from, end)
    .replace(/^\s*<!\[CDATA\[|\]\]>\s*$/g, '')
    .trim()
  return raw === '' ? null : decodeEntities(raw)
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : whole
  })
}
