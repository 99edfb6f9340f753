import { z } from 'zod'
import { Instant, Precision } from './instant.ts'

/** 来源类型. The kind of medium, not the program that read it. */
export const SourceKind = z.enum([
  'portal',
  'forum',
  'tieba',
  'blog',
  'weibo',
  'wechat',
  'video',
  'app',
  'newspaper',
  'broadcast',
  'hotline',
  'message-board',
  'hot-list'
])
export type SourceKind = z.infer<typeof SourceKind>

/** Counts as the platform shows them. Null is unknown, never 0. */
export const Engagement = z.object({
  views: z.number().int().nonnegative().nullable(),
  likes: z.number().int().nonnegative().nullable(),
  comments: z.number().int().nonnegative().nullable(),
  reposts: z.number().int().nonnegative().nullable()
})
export type Engagement = z.infer<typeof Engagement>

export const unknownEngagement: Engagement = { views: null, likes: null, comments: null, reposts: null }

/** 已删除: it is not to be seen any more where it stood. What was seen before stays as it was. */
export const Gone = z.object({
  /** Civil moment of the look that found it gone. */
  since: Instant,
  /** `missing`: the address answers that there is nothing (404, 410), twice in a row; `says-deleted`: the page or the platform says that it was deleted. */
  how: z.enum(['missing', 'says-deleted']),
  /** What was answered, in words. */
  words: z.string().max(300)
})
export type Gone = z.infer<typeof Gone>

export const MentionId = z.string().min(1).max(200).brand<'MentionId'>()
export type MentionId = z.infer<typeof MentionId>

/**
 * One observation of one captured item: an article, thread, reply, microblog or call record as it looked at `observedAt`.
 * The same id seen later is a newer observation: its counts are a new point of the series, its text a new version.
 */
export const Mention = z.object({
  schema: z.literal(1),
  id: MentionId,
  sourceKind: SourceKind,
  /** The name people know: 北方网, @某某; unknown names are fine. */
  source: z.string().min(1),
  /** Id of the configured source that brought it; null for imports. */
  sourceId: z.string().nullable(),
  url: z.string().nullable(),
  title: z.string().nullable(),
  text: z.string().nullable(),
  author: z.string().nullable(),
  /** Who wrote it, as a hash of the platform's id for the account: tells two apart, names nobody. Absent where the platform gave no id. */
  authorHash: z.string().optional(),
  publishedAt: Instant.nullable(),
  publishedPrecision: Precision.nullable(),
  engagement: Engagement,
  /**
   * Its place on the hot list that it was seen on, 1 the top; null: it was on the list and is on it no more. Absent where it never stood on
   * one, or the list shows no places.
   */
  rank: z.number().int().positive().nullable().optional(),
  /** The mention that this one answers or reposts. */
  parentId: MentionId.nullable(),
  /** 正文待核: the text was found by the last means and may carry what surrounds it; absent where nothing speaks against it. */
  doubtful: z.literal(true).optional(),
  /** Province shown by the platform (IP 属地), nothing finer. */
  region: z.string().nullable(),
  /** Civil moment at which we looked. */
  observedAt: Instant,
  /** SHA-256 over title and text. */
  contentHash: z.string(),
  /** Evidence key of the bytes as fetched; null where none were kept. */
  snapshot: z.string().nullable(),
  /** Real milliseconds at which the bytes arrived; measures our own latency, no clock of the domain. */
  fetchedElapsedMs: z.number().nullable(),
  /** Absent while it is to be seen, as far as anybody looked; with it everything else is as it was last seen. */
  gone: Gone.optional(),
  /** True for anything a drill made. */
  drill: z.boolean()
})
export type Mention = z.infer<typeof Mention>

/** The sum of what is known; null when nothing is. */
export function interactions(engagement: Engagement): number | null {
  const known = [engagement.likes, engagement.comments, engagement.reposts].filter((count) => count !== null)
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0)
}

const tracking = /^(?:utm_|spm|from$|share|source$|timestamp$|_t$)/i
const session = /^(?:phpsessid|jsessionid|aspsessionid\w*|asp\.net_sessionid|session_?id|cfid|cftoken)$/i

/** `sid` is a session, and on some sites the number of a story: as one it is a plain number. */
function namesNoPage(name: string, value: string): boolean {
  return tracking.test(name) || session.test(name) || (/^sid$/i.test(name) && !/^\d{1,10}$/.test(value))
}

/** The URL without what does not identify the page: fragment, tracking and session parameters, trailing slash, scheme and www. */
export function canonicalUrl(url: string): string {
  const parsed = new URL(url)
  parsed.hash = ''
  for (const [name, value] of Array.from(parsed.searchParams)) if (namesNoPage(name, value)) parsed.searchParams.delete(name)
  parsed.searchParams.sort()
  const path = parsed.pathname.replace(/;jsessionid=[^/;]*/gi, '').replace(/\/+$/, '')
  return `${parsed.host.toLowerCase().replace(/^www\./, '')}${path}${parsed.search}`
}
