import { msOf, type Instant } from '../../core/instant.ts'
import type { Mention, MentionId } from '../../core/mention.ts'
import { countsText, type CountPoint } from '../../core/observed-counts.ts'
import type { StoredMention } from '../../core/records.ts'
import { normaliseForSearch } from '../../core/search-text.ts'
import { sha256 } from '../hash.ts'
import { indexTokens } from './bigrams.ts'
import { textsOf, type MentionState, type MentionText } from './mention-observe.ts'

/** Sorts below every moment of publication. */
export const unknownMs = Number.MIN_SAFE_INTEGER

/** Elasticsearch refuses ids of more than 512 bytes; 200 Chinese characters are 600. */
const mostIdBytes = 500
const hashed = 'sha256:'

export interface MentionDocument {
  readonly id: MentionId
  readonly sortMs: number
  readonly kind: string
  readonly source: string
  readonly sourceKey: string
  readonly authorKey: string | null
  readonly grade: string | null
  readonly relevant: boolean | null
  readonly polarity: number | null
  readonly views: number | null
  readonly likes: number | null
  readonly comments: number | null
  readonly reposts: number | null
  readonly incidentId: string | null
  /** Bigrams, see `bigrams.ts`. */
  readonly title: string
  readonly text: string
  readonly contentHash: string
  readonly contentSince: Instant
  /** Canonical JSON. */
  readonly engagement: string
  readonly rulesVersion: string | null
  readonly firstSeenAt: Instant
  readonly arrivedMs?: number
  /** Absent while it is to be seen. */
  readonly gone?: true
  readonly versionCount: number
  readonly observationCount: number
  /** Oldest first. */
  readonly series: readonly SeriesEntry[]
  readonly olderTexts: readonly MentionText[]
  readonly mention: Mention
  readonly assessment: StoredMention['assessment']
}

/** Short, since a mention may have thousands: moment, views, likes, comments, reposts, and the rank where it stands or stood on a hot list. */
type SeriesEntry = readonly [Instant, number | null, number | null, number | null, number | null, rank?: number | null]

/** The fields that a `StoredMention` is read from. */
export const storedFields = ['mention', 'assessment', 'incidentId', 'firstSeenAt', 'versionCount', 'observationCount'] as const
export type StoredFields = OrJson<Pick<MentionDocument, (typeof storedFields)[number]>>

/** The fields that a `MentionState` is read from; everything else follows from it. */
export const stateFields = ['mention', 'assessment', 'incidentId', 'firstSeenAt', 'arrivedMs', 'contentSince', 'series', 'olderTexts'] as const
export type StateFields = Pick<MentionDocument, (typeof stateFields)[number]>
export type StoredStateFields = OrJson<StateFields>

/** Indices of version 1 hold as JSON what those of now hold as it is. */
type OrJson<Fields> = { readonly [Name in keyof Fields]: Fields[Name] | (Name extends AsItIs ? string : never) }
type AsItIs = 'mention' | 'assessment' | 'series' | 'olderTexts'

/** The id of a mention's document in every index; different for different mentions. */
export function documentIdOf(id: MentionId): string {
  const fits = Buffer.byteLength(id) <= mostIdBytes && id.isWellFormed() && !id.startsWith(hashed)
  return fits ? id : `${hashed}${sha256(JSON.stringify(id))}`
}

export function sortMsOf(publishedAt: Mention['publishedAt']): number {
  return publishedAt === null ? unknownMs : msOf(publishedAt)
}

export function stateFieldsOf(state: MentionState): StateFields {
  const { mention, assessment, incidentId, firstSeenAt, arrivedMs, contentSince, series, olderTexts } = state
  return {
    mention,
    assessment,
    incidentId,
    firstSeenAt,
    ...(arrivedMs === undefined ? {} : { arrivedMs }),
    contentSince,
    series: series.map(seriesEntry),
    olderTexts
  }
}

/** Whether what is stored is the state already, in the form of now or of before. */
export function isStored(state: StateFields, stored: StoredStateFields): boolean {
  return stateFields.every((field) => jsonOf(state[field]) === jsonOf(stored[field]))
}

function jsonOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The whole document; `fields` are those of the state. */
export function documentOf(state: MentionState, fields: StateFields = stateFieldsOf(state)): MentionDocument {
  const { mention, assessment, series } = state
  return {
    id: mention.id,
    sortMs: sortMsOf(mention.publishedAt),
    kind: mention.sourceKind,
    source: mention.source,
    sourceKey: normaliseForSearch(mention.source),
    authorKey: mention.author === null ? null : normaliseForSearch(mention.author),
    grade: assessment?.grade ?? null,
    relevant: assessment?.relevant ?? null,
    polarity: assessment?.sentiment.polarity ?? null,
    views: mention.engagement.views,
    likes: mention.engagement.likes,
    comments: mention.engagement.comments,
    reposts: mention.engagement.reposts,
    title: indexTokens(normaliseForSearch(mention.title ?? '')),
    text: indexTokens(normaliseForSearch(mention.text ?? '')),
    contentHash: mention.contentHash,
    engagement: countsText(mention),
    rulesVersion: assessment?.rulesVersion ?? null,
    ...(mention.gone === undefined ? {} : { gone: true as const }),
    versionCount: textsOf(state).length,
    observationCount: series.length,
    ...fields
  }
}

export function readState(fields: StoredStateFields): MentionState {
  return {
    mention: asItIs(fields.mention),
    assessment: asItIs(fields.assessment),
    incidentId: fields.incidentId,
    firstSeenAt: fields.firstSeenAt,
    ...(fields.arrivedMs === undefined ? {} : { arrivedMs: fields.arrivedMs }),
    contentSince: fields.contentSince,
    series: readSeries(fields),
    olderTexts: asItIs(fields.olderTexts)
  }
}

export function readSeries({ series }: Pick<StoredStateFields, 'series'>): CountPoint[] {
  return asItIs(series).map(readSeriesEntry)
}

export function readStored(fields: StoredFields): StoredMention {
  return {
    mention: asItIs(fields.mention),
    assessment: asItIs(fields.assessment),
    incidentId: fields.incidentId,
    firstSeenAt: fields.firstSeenAt,
    versions: fields.versionCount,
    observations: fields.observationCount
  }
}

export function storedOf(state: MentionState): StoredMention {
  const { mention, assessment, incidentId, firstSeenAt, series } = state
  return { mention, assessment, incidentId, firstSeenAt, versions: textsOf(state).length, observations: series.length }
}

function asItIs<Value>(stored: Value | string): Value {
  return typeof stored === 'string' ? (JSON.parse(stored) as Value) : stored
}

function seriesEntry({ observedAt, engagement: { views, likes, comments, reposts }, rank }: CountPoint): SeriesEntry {
  return rank === undefined ? [observedAt, views, likes, comments, reposts] : [observedAt, views, likes, comments, reposts, rank]
}

function readSeriesEntry([observedAt, views, likes, comments, reposts, rank]: SeriesEntry): CountPoint {
  return { observedAt, engagement: { views, likes, comments, reposts }, ...(rank === undefined ? {} : { rank }) }
}
