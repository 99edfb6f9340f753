import type { MediaPiece } from '../core/incident/publicity.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import { canonicalUrl, type Engagement } from '../core/mention.ts'
import type { MentionStore } from '../core/ports.ts'
import type { StoredMention } from '../core/records.ts'
import { SearchFilter, type TextQuery } from '../core/search.ts'
import { urlMentionId } from '../core/url-mention-id.ts'
import type { MediaReach } from './contract-wording.ts'

/** Shorter titles stand in many texts by chance. */
const shortestTitle = 8
const mostCounted = 500
const pageSize = 100

/**
 * What a published piece reached, as far as was captured: mentions that carry its address or its title. Engagement that no platform
 * showed is unknown and never 0. Null for what is not published.
 */
export async function mediaReach(mentions: Pick<MentionStore, 'search' | 'get'>, piece: MediaPiece, sha256: Sha256): Promise<MediaReach | null> {
  const { link, title, publishedAt } = piece
  if (publishedAt === null || link === null) return null
  const address = canonicalUrl(link)
  const { rows: told, capped } = await found(mentions, queryOf(address, title))
  // What a platform numbers itself is found by its words alone.
  const itself = await mentions.get(urlMentionId(link, sha256))
  const rows = itself === null || told.some(({ mention }) => mention.id === itself.mention.id) ? told : [itself, ...told]
  const own = rows.filter(({ mention }) => isPiece(mention.url, address))
  const others = rows.filter((row) => !own.includes(row))
  return {
    mentions: others.length,
    capped,
    sources: new Set(others.map(({ mention }) => mention.source)).size,
    captured: own.length > 0,
    views: sum(rows, 'views'),
    likes: sum(rows, 'likes'),
    comments: sum(rows, 'comments'),
    reposts: sum(rows, 'reposts')
  }
}

function queryOf(address: string, title: string | null): TextQuery {
  const link: TextQuery = { op: 'term', text: address, field: 'any' }
  return title === null || title.length < shortestTitle ? link : { op: 'or', parts: [link, { op: 'term', text: title, field: 'any' }] }
}

async function found(mentions: Pick<MentionStore, 'search'>, query: TextQuery): Promise<{ rows: StoredMention[]; capped: boolean }> {
  const rows: StoredMention[] = []
  let cursor: string | null = null
  do {
    const page = await mentions.search({ query, filter: SearchFilter.parse({}), limit: pageSize, cursor })
    rows.push(...page.rows)
    cursor = page.cursor
  } while (cursor !== null && rows.length < mostCounted)
  return { rows, capped: cursor !== null }
}

function isPiece(url: string | null, address: string): boolean {
  return url !== null && URL.canParse(url) && canonicalUrl(url) === address
}

function sum(rows: readonly StoredMention[], of: keyof Engagement): MediaReach['views'] {
  const known = rows.map(({ mention }) => mention.engagement[of]).filter((count) => count !== null)
  return { value: known.length === 0 ? null : known.reduce((total, count) => total + count, 0), known: known.length }
}
