import { z } from 'zod'
import { parseInstant } from '../../core/instant.ts'
import { Engagement, SourceKind } from '../../core/mention.ts'
import { readDate } from '../../core/written-date.ts'
import { readCount } from '../counts.ts'
import type { Draft } from '../draft.ts'

const text = z.string().nullable().default(null)
/** Left out is unknown. */
const count = z.unknown().optional().transform(readCount)

/** A mention line (DESIGN.md): `id`, `sourceKind`, `source` and one of `title` and `text` must be there, the rest may be null. Further fields are ignored. */
export const MentionLine = z.object({
  id: z.string().min(1).max(200),
  sourceKind: SourceKind,
  source: z.string().min(1),
  url: text,
  title: text,
  text: text,
  author: text,
  publishedAt: text,
  engagement: z.object({ views: count, likes: count, comments: count, reposts: count }).nullable().default(null),
  rank: z.number().int().positive().nullable().default(null),
  observedAt: text,
  parentId: text,
  region: text
})
export type MentionLine = z.infer<typeof MentionLine>

/** @throws RangeError naming the field when a time is written that cannot be read: it is not silently unknown. */
export function draftLine(line: MentionLine): Draft {
  const published = line.publishedAt === null ? null : readDate(line.publishedAt, null)
  if (line.publishedAt !== null && published === null)
    throw new RangeError(`publishedAt: “${line.publishedAt.slice(0, 60)}”读不成时间，应如 2026-11-20T10:00:00+08:00`)
  const observedAt = line.observedAt === null ? null : parseInstant(line.observedAt)
  if (line.observedAt !== null && observedAt === null)
    throw new RangeError(`observedAt: “${line.observedAt.slice(0, 60)}”应为带时区的时刻，如 2026-11-20T10:00:00+08:00`)
  return {
    id: line.id,
    sourceKind: line.sourceKind,
    source: line.source,
    sourceId: null,
    url: line.url,
    title: line.title,
    text: line.text,
    author: line.author,
    publishedAt: published?.at ?? null,
    publishedPrecision: published?.precision ?? null,
    parentId: line.parentId,
    region: line.region,
    ...(line.rank === null ? {} : { rank: line.rank }),
    ...(line.engagement === null ? {} : { engagement: Engagement.parse(line.engagement) }),
    ...(observedAt === null ? {} : { observedAt })
  }
}
