import type { Instant } from '../../core/instant.ts'
import type { Mention, MentionId } from '../../core/mention.ts'

/** A mention of an article of the drill's days, as told. */
export function mentionOf(part: Partial<Omit<Mention, 'publishedAt'>> & { publishedAt?: string | null }): Mention {
  const { publishedAt = '2026-11-24T04:00:00.000Z', ...rest } = part
  return {
    schema: 1,
    id: 'm1' as MentionId,
    sourceKind: 'portal',
    source: '某站',
    sourceId: null,
    url: null,
    title: null,
    text: null,
    author: null,
    publishedAt: publishedAt as Instant | null,
    publishedPrecision: publishedAt === null ? null : 'minute',
    engagement: { views: null, likes: null, comments: null, reposts: null },
    parentId: null,
    region: null,
    observedAt: '2026-11-24T05:00:00.000Z' as Instant,
    contentHash: 'hash',
    snapshot: null,
    fetchedElapsedMs: null,
    drill: false,
    ...rest
  }
}
