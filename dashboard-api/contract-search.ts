/** The part of the contract about 检索, what is kept of it, and 热点. */
import { z } from 'zod'
import { SearchAlert, SearchOwner, SearchTerms } from '../core/saved-search/saved-search.ts'
import { Grade } from '../core/grade.ts'
import { Instant } from '../core/instant.ts'
import { SourceKind } from '../core/mention.ts'
import { Moment } from '../core/moment.ts'
import { HealthState } from '../core/source.ts'

const part = encodeURIComponent

export const searchPaths = {
  /** GET FacetView (query: FacetSearchQuery). */
  facets: '/api/mentions/facets',
  /** GET what the search finds as CSV, at most 10,000 rows; noted in the audit log. */
  export: '/api/mentions/export',
  /** GET SavedSearchList · POST SavedSearchRequest → SavedSearchList, 201. */
  saved: '/api/saved-searches',
  /** POST SavedSearchChange → SavedSearchList · DELETE → SavedSearchList. */
  savedById: (id: string) => `/api/saved-searches/${part(id)}`,
  /** POST PauseRequest → SavedSearchList. */
  pause: (id: string) => `/api/saved-searches/${part(id)}/pause`,
  /** GET HotView (query: HotQuery). */
  hot: '/api/hot'
} as const

/** As MentionSearchQuery, without pages. */
export const MentionTermsQuery = z.object({
  q: z.string().max(500).default(''),
  from: Moment.optional(),
  to: Moment.optional(),
  /** Comma-separated, as `weibo,portal`. */
  kinds: z.string().optional(),
  /** Comma-separated, as `I,II`. */
  grades: z.string().optional(),
  incidentId: z.string().optional(),
  relevantOnly: z.enum(['0', '1']).default('0')
})
export type MentionTermsQuery = z.input<typeof MentionTermsQuery>

export const FacetSearchQuery = MentionTermsQuery.extend({ unit: z.enum(['hour', 'day']).default('day') })
export type FacetSearchQuery = z.input<typeof FacetSearchQuery>

const count = z.number().int().nonnegative()

/** Of all hits, not capped; most first. */
export const FacetView = z.object({
  now: Instant,
  total: count,
  relevant: count,
  /** In no bar: when they were published is not known. */
  undated: count,
  kinds: z.array(z.object({ kind: SourceKind, words: z.string(), count })),
  sources: z.array(z.object({ source: z.string(), count })),
  grades: z.array(z.object({ grade: Grade.nullable(), words: z.string(), count })),
  polarities: z.array(z.object({ polarity: z.union([z.literal(-1), z.literal(0), z.literal(1)]), words: z.string(), count })),
  unit: z.enum(['hour', 'day']),
  /** Where each bar begins; oldest first, only those that have any, the newest 400. */
  bars: z.array(z.object({ at: Instant, count }))
})
export type FacetView = z.infer<typeof FacetView>

const OwnerKind = z.enum(['person', 'department', 'desk'])

export const SavedSearchRequest = z.strictObject({
  name: z.string().min(1, '请填写名称').max(200),
  owner: OwnerKind.default('person'),
  terms: SearchTerms,
  alert: SearchAlert.nullable().default(null)
})
export type SavedSearchRequest = z.input<typeof SavedSearchRequest>

/** `version`: the one that the person had before their eyes. */
export const SavedSearchChange = SavedSearchRequest.extend({ version: z.number().int().positive() })
export type SavedSearchChange = z.input<typeof SavedSearchChange>

export const PauseRequest = z.strictObject({ paused: z.boolean(), version: z.number().int().positive() })
export type PauseRequest = z.input<typeof PauseRequest>

export const SavedSearchView = z.object({
  id: z.string(),
  version: z.number().int().positive(),
  name: z.string(),
  owner: SearchOwner,
  ownerWords: z.string(),
  terms: SearchTerms,
  termsWords: z.string(),
  alert: SearchAlert.nullable(),
  thresholdWords: z.string().nullable(),
  /** Who is told, in words; what cannot be reached says so. */
  toldTo: z.array(z.string()),
  paused: z.boolean(),
  changedAt: Instant,
  changedBy: z.string(),
  /** Hits since it began to watch; null: it has not been looked at yet, or tells nobody. */
  found: count.nullable(),
  /** Hits that wait: below the threshold, or for the end of the quiet hours. */
  waiting: count,
  lastHitAt: Instant.nullable(),
  lastToldAt: Instant.nullable(),
  lookedAt: Instant.nullable()
})
export type SavedSearchView = z.infer<typeof SavedSearchView>

export const SavedSearchList = z.object({
  now: Instant,
  rows: z.array(SavedSearchView),
  /** Whose I may make mine: myself, my department, the desk. */
  owners: z.array(z.object({ kind: OwnerKind, words: z.string() })),
  /** Posts that I may have told, with the channels that reach them. */
  posts: z.array(z.object({ contactId: z.string(), name: z.string(), channels: z.array(z.object({ id: z.string(), words: z.string() })) }))
})
export type SavedSearchList = z.infer<typeof SavedSearchList>

/* ---- 热点 ---- */

/** `list`: id of a list; none: what seems to concern us on any list. */
export const HotQuery = z.object({ list: z.string().max(200).optional() })
export type HotQuery = z.input<typeof HotQuery>

export const HotEntry = z.object({
  mentionId: z.string(),
  list: z.string(),
  listName: z.string(),
  title: z.string(),
  text: z.string().nullable(),
  url: z.string().nullable(),
  /** 1 the top; null: put there by hand, it has no place. */
  rank: z.number().int().positive().nullable(),
  /** Null where it never had a place. */
  best: z.number().int().positive().nullable(),
  /** Since when it stands there without a break, as far as was seen. */
  since: Instant.nullable(),
  /** Null: it was seen on the list, and is not in the store yet. */
  firstSeenAt: Instant.nullable(),
  /** Of the newest day, oldest first; null: it was not on the list. */
  curve: z.array(z.object({ at: Instant, rank: z.number().int().positive().nullable() })),
  /** `ours`: place and subject are; `maybe`: one of them is (疑似相关); null: not judged yet. */
  concern: z.enum(['ours', 'maybe', 'none']).nullable(),
  /** Why, in words. */
  concernWords: z.array(z.string()),
  /** What kind of happening the rules found in it; null: none, or not judged yet. */
  eventType: z.string().nullable(),
  incidentId: z.string().nullable()
})
export type HotEntry = z.infer<typeof HotEntry>

export const HotList = z.object({
  id: z.string(),
  sourceId: z.string(),
  name: z.string(),
  state: HealthState.nullable(),
  stateWords: z.string(),
  /** Newest visit that succeeded. */
  seenAt: Instant.nullable(),
  /** When it last showed something else. */
  changedAt: Instant.nullable(),
  entries: count,
  concerning: count
})
export type HotList = z.infer<typeof HotList>

export const HotView = z.object({ now: Instant, lists: z.array(HotList), list: z.string().nullable(), entries: z.array(HotEntry) })
export type HotView = z.infer<typeof HotView>
