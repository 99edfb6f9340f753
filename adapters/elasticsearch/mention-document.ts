import { canonicalJson } from '../../core/canonical-json.ts'
import { msOf, type Instant } from '../../core/instant.ts'
import type { Mention, MentionId } from '../../core/mention.ts'
import type { StoredMention } from '../../core/records.ts'
import { normaliseForSearch } from '../../core/search-text.ts'
import { sha256 } from '../hash.ts'
import { indexTokens } from './bigrams.ts'
import { textsOf, type EngagementPoint, type MentionState, type MentionText } from './mention-observe.ts'

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
  readonly versionCount: number
  readonly observationCount: number
  /** JSON of `SeriesEntry[]`, oldest first. */
  readonly series: string
  /** JSON of `MentionText[]`. */
  readonly olderTexts: string
  /** JSON. */
  readonly mention: string
  /** JSON, or null. */
  readonly assessment: string | null
}

/** Short, since a mention may have thousands: moment, views, likes, comments, reposts. */
type SeriesEntry = readonly [Instant, number | null, number | null, number | null, number | null]

/** The fields that a `StoredMention` is read from. */
export const storedFields = ['mention', 'assessment', 'incidentId', 'firstSeenAt', 'versionCount', 'observationCount'] as const
export type StoredFields = Pick<MentionDocument, (typeof storedFields)[number]>

/** The fields that a `MentionState` is read from; everything else follows from it. */
export const stateFields = ['mention', 'assessment', 'incidentId', 'firstSeenAt', 'contentSince', 'series', 'olderTexts'] as const
export type StateFields = Pick<MentionDocument, (typeof stateFields)[number]>

/** The id of a mention's document in every index; different for different mentions. */
export function documentIdOf(id: MentionId): string {
  const fits = Buffer.byteLength(id) <= mostIdBytes && id.isWellFormed() && !id.startsWith(hashed)
  return fits ? id : `${hashed}${sha256(JSON.stringify(id))}`
}

export function sortMsOf(publishedAt: Mention['publishedAt']): number {
  return publishedAt === null ? unknownMs : msOf(publishedAt)
}

export function stateFieldsOf(state: MentionState): StateFields {
  const { mention, assessment, incidentId, firstSeenAt, contentSince, series, olderTexts } = state
  return {
    mention: JSON.stringify(mention),
    assessment: assessment === null ? null : JSON.stringify(assessment),
    incidentId,
    firstSeenAt,
    contentSince,
    series: JSON.stringify(series.map(seriesEntry)),
    olderTexts: JSON.stringify(olderTexts)
  }
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
    engagement: canonicalJson(mention.engagement),
    rulesVersion: assessment?.rulesVersion ?? null,
    versionCount: textsOf(state).length,
    observationCount: series.length,
    ...fields
  }
}

export function readState(fields: StateFields): MentionState {
  return {
    mention: JSON.parse(fields.mention) as Mention,
    assessment: readAssessment(fields.assessment),
    incidentId: fields.incidentId,
    firstSeenAt: fields.firstSeenAt,
    contentSince: fields.contentSince,
    series: (JSON.parse(fields.series) as SeriesEntry[]).map(readSeriesEntry),
    olderTexts: JSON.parse(fields.olderTexts) as MentionText[]
  }
}

export function readStored(fields: StoredFields): StoredMention {
  return {
    mention: JSON.parse(fields.mention) as Mention,
    assessment: readAssessment(fields.assessment),
    incidentId: fields.incidentId,
    firstSeenAt: fields.firstSeenAt,
    versions: fields.versionCount,
    observations: fields.observationCount
  }
}

function readAssessment(json: string | null): StoredMention['assessment'] {
  return json === null ? null : (JSON.parse(json) as StoredMention['assessment'])
}

function seriesEntry({ observedAt, engagement: { views, likes, comments, reposts } }: EngagementPoint): SeriesEntry {
  return [observedAt, views, likes, comments, reposts]
}

function readSeriesEntry([observedAt, views, likes, comments, reposts]: SeriesEntry): EngagementPoint {
  return { observedAt, engagement: { views, likes, comments, reposts } }
}
