import type { Clock } from '../core/clock.ts'
import { cutText } from '../core/cut-text.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import { addMs, minuteMs, type Instant, type Precision } from '../core/instant.ts'
import { MentionId, unknownEngagement, type Engagement, type Gone, type Mention, type SourceKind } from '../core/mention.ts'
import { urlMentionId } from '../core/url-mention-id.ts'
import { UnusableItemError } from './errors.ts'

/** What a crawler or importer found; everything unknown may be left out. */
export interface Draft {
  /** Platform id with its prefix (`weibo:123`); without it the URL gives the id. */
  readonly id?: string | null
  readonly sourceKind: SourceKind
  readonly source: string
  readonly sourceId: string | null
  readonly url: string | null
  readonly title: string | null
  readonly text: string | null
  readonly author?: string | null
  readonly authorHash?: string | null
  readonly publishedAt?: Instant | null
  readonly publishedPrecision?: Precision | null
  readonly engagement?: Engagement
  /** Its place on a hot list, 1 the top; null: it has left the list. */
  readonly rank?: number | null
  readonly parentId?: string | null
  readonly region?: string | null
  /** 正文待核 */
  readonly doubtful?: boolean
  readonly observedAt?: Instant
  readonly snapshot?: string | null
  /** Where it should stand, it is said to be deleted. */
  readonly gone?: Gone
  readonly fetchedElapsedMs?: number | null
}

const longestText = 100_000
/** Clocks differ by minutes; what lies further ahead is a wrong date, or an announced one. */
const clockSkewMs = 10 * minuteMs

/** Whether a publish time lies ahead of the observation by more than clocks differ, so that it is wrong. */
export function isAhead(published: Instant, observedAt: Instant): boolean {
  return published > addMs(observedAt, clockSkewMs)
}

/**
 * A draft as an observation. Nothing is guessed: a publish time ahead of the observation by more than clocks differ is wrong and becomes unknown.
 * @throws UnusableItemError when there is neither title nor text, or nothing to name it by.
 */
export function toMention(draft: Draft, tools: { clock: Clock; sha256: Sha256; drill: boolean }): Mention {
  const title = clean(draft.title)
  const text = clean(draft.text)
  const place = draft.id ?? draft.url ?? '一条信息'
  if (title === null && text === null) throw new UnusableItemError(draft.source, place, '标题和正文都没有')
  const observedAt = draft.observedAt ?? tools.clock.now()
  const published = draft.publishedAt ?? null
  const believed = published !== null && !isAhead(published, observedAt) ? published : null
  return {
    schema: 1,
    id: idOf(draft, tools.sha256),
    sourceKind: draft.sourceKind,
    source: draft.source,
    sourceId: draft.sourceId,
    url: draft.url,
    title,
    text,
    author: clean(draft.author ?? null),
    ...(draft.authorHash == null ? {} : { authorHash: draft.authorHash }),
    publishedAt: believed,
    publishedPrecision: believed === null ? null : (draft.publishedPrecision ?? null),
    engagement: draft.engagement ?? unknownEngagement,
    ...(draft.rank === undefined ? {} : { rank: draft.rank }),
    parentId: draft.parentId === undefined || draft.parentId === null ? null : MentionId.parse(draft.parentId),
    ...(draft.doubtful === true && text !== null ? { doubtful: true as const } : {}),
    region: draft.region ?? null,
    observedAt,
    contentHash: tools.sha256(JSON.stringify([title, text])),
    snapshot: draft.snapshot ?? null,
    fetchedElapsedMs: draft.fetchedElapsedMs ?? null,
    ...(draft.gone === undefined ? {} : { gone: draft.gone }),
    drill: tools.drill
  }
}

function idOf(draft: Draft, sha256: Sha256): MentionId {
  if (draft.id !== undefined && draft.id !== null) {
    const id = MentionId.safeParse(draft.id)
    if (!id.success) throw new UnusableItemError(draft.source, draft.url ?? '一条信息', `编号有 ${draft.id.length} 字，应为 1 到 200 字`)
    return id.data
  }
  if (draft.url === null || !URL.canParse(draft.url))
    throw new UnusableItemError(draft.source, draft.url ?? '一条信息', '既没有编号，也没有可用的网址')
  return urlMentionId(draft.url, sha256)
}

function clean(text: string | null): string | null {
  if (text === null) return null
  const trimmed = text.replaceAll('\0', '').trim()
  return trimmed === '' ? null : cutText(trimmed, longestText)
}
