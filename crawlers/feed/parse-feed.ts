import { parseFeed } from 'feedsmith'
import { escapeBare, tearFeed } from './mend-feed.ts'
import { FeedHead, readAtomEntry, readJsonItem, readReaderItem, readRssItem, ReaderStream, type FeedItem } from './schema.ts'

export interface ParsedFeed {
  readonly items: readonly FeedItem[]
  /** Items that were there and could not be read. */
  readonly refused: readonly { readonly place: string; readonly reason: string; readonly body: string }[]
  /** What relative links are relative to, where the feed says so. */
  readonly home: string | null
  /** Why the feed is not whole; null when it is. */
  readonly cut: string | null
}

/** RSS, Atom, RDF or JSON Feed as items; null with a reason when it is none of them. A feed that ends early yields what stands before the cut. */
export function parseItems(text: string): ParsedFeed | { readonly unreadable: string } {
  const whole = tryParse(text)
  if (whole !== null) return { ...whole, cut: null }
  const mended = mendCut(text)
  const rest = mended === null ? null : tryParse(mended.text)
  if (mended !== null && rest !== null) return { ...rest, cut: mended.reason }
  const pieces = tryPieces(mended?.text ?? text)
  return pieces === null ? { unreadable: reasonOf(text) } : { ...pieces, cut: mended?.reason ?? null }
}

/** Item by item, where the whole cannot be parsed: a bare < is mended, what is still broken is refused alone. Null where not one can be read. */
function tryPieces(text: string): Omit<ParsedFeed, 'cut'> | null {
  const torn = tearFeed(text)
  if (torn === null) return null
  const items: FeedItem[] = []
  const refused: { place: string; reason: string; body: string }[] = []
  let home: string | null = null
  for (const [index, piece] of torn.items.entries()) {
    const read = tryParse(torn.wrap(piece)) ?? tryParse(torn.wrap(escapeBare(piece)))
    home ??= read?.home ?? null
    items.push(...(read?.items ?? []))
    const faults = read === null ? [{ reason: 'its XML is broken', body: piece.slice(0, 10_000) }] : read.refused
    refused.push(...faults.map(({ reason, body }) => ({ place: `item ${index + 1}`, reason, body })))
  }
  return items.length === 0 ? null : { items, refused, home }
}

function tryParse(text: string): Omit<ParsedFeed, 'cut'> | null {
  let parsed: ReturnType<typeof parseFeed>
  try {
    parsed = parseFeed(text)
  } catch {
    return readGoogleReader(text)
  }
  const feed = FeedHead.parse(parsed.feed)
  const raw = (parsed.format === 'atom' ? feed.entries : feed.items) ?? []
  const reader = parsed.format === 'atom' ? readAtomEntry : parsed.format === 'json' ? readJsonItem : readRssItem
  return { ...sift(raw, reader), home: feed.xml?.base ?? feed.link ?? feed.home_page_url }
}

function sift(
  raw: readonly unknown[],
  reader: { safeParse(item: unknown): { success: true; data: FeedItem } | { success: false } }
): Pick<ParsedFeed, 'items' | 'refused'> {
  const items: FeedItem[] = []
  const refused: { place: string; reason: string; body: string }[] = []
  for (const [index, item] of raw.entries()) {
    const read = reader.safeParse(item)
    const known = read.success ? named(read.data) : null
    if (known !== null) items.push(known)
    else refused.push({ place: `item ${index + 1}`, reason: 'neither an id nor a link, nor a word', body: JSON.stringify(item).slice(0, 10_000) })
  }
  return { items, refused }
}

/** RSS 2.0 wants no more than a title or a text: such an item is known by what it says. */
function named(item: FeedItem): FeedItem | null {
  if (item.id !== null || item.url !== null) return item
  const words = item.title ?? item.html
  return words === null || words.trim() === '' ? null : { ...item, id: JSON.stringify([words.slice(0, 200), item.published ?? item.modified]) }
}

/** What FreshRSS and others answer as the API of Google Reader: JSON of its own kind. */
function readGoogleReader(text: string): Omit<ParsedFeed, 'cut'> | null {
  if (!text.trimStart().startsWith('{')) return null
  try {
    const stream = ReaderStream.safeParse(JSON.parse(text))
    return stream.success ? { ...sift(stream.data.items, readReaderItem), home: null } : null
  } catch {
    return null
  }
}

/** Closes an XML feed behind its last whole item. */
function mendCut(text: string): { text: string; reason: string } | null {
  const root = /<(rss|feed|rdf:RDF)\b/i.exec(text)?.[1]
  if (root === undefined || new RegExp(`</${root}\\s*>\\s*$`, 'i').test(text)) return null
  const item = root.toLowerCase() === 'feed' ? 'entry' : 'item'
  const end = text.toLowerCase().lastIndexOf(`</${item}>`)
  const closing = root.toLowerCase() === 'rss' ? '</channel></rss>' : `</${root}>`
  if (end >= 0) return { text: `${text.slice(0, end)}</${item}>${closing}`, reason: `it ends without </${root}>` }
  const first = text.search(new RegExp(`<${item}\\b`, 'i'))
  return first < 0 ? null : { text: text.slice(0, first) + closing, reason: `it ends inside its first ${item}` }
}

function reasonOf(text: string): string {
  const start = text.trimStart().slice(0, 200)
  if (/^<(!doctype )?html/i.test(start)) return 'it is an HTML page'
  if (start.startsWith('{')) return canParse(text) ? 'it is JSON, but no JSON Feed' : 'it is JSON that is broken or cut off'
  if (start === '') return 'it is empty'
  return start.startsWith('<') ? 'its XML is broken, or it is no RSS, Atom or RDF' : 'it is neither XML nor JSON'
}

function canParse(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
