import { countsText } from '../../core/observed-counts.ts'
import type { AssessedMention } from '../../core/ports.ts'
import type { StoredMention } from '../../core/records.ts'
import { normaliseForSearch } from '../../core/search-text.ts'

export interface MentionRow {
  readonly incident_id: string | null
  readonly first_seen_at: string
  readonly versions: number
  readonly observations: number
  readonly mention: string
  readonly assessment: string | null
}

/** The columns that a `StoredMention` is read from. */
export const newestFirst = 'ORDER BY sort_key DESC, id'

export const mentionColumns = 'incident_id, first_seen_at, versions, observations, mention, assessment'

export function storedMention(row: MentionRow): StoredMention {
  return {
    mention: JSON.parse(row.mention) as StoredMention['mention'],
    assessment: row.assessment === null ? null : (JSON.parse(row.assessment) as StoredMention['assessment']),
    incidentId: row.incident_id,
    firstSeenAt: row.first_seen_at as StoredMention['firstSeenAt'],
    versions: row.versions,
    observations: row.observations
  }
}

/** Named parameters of everything in `mentions` that follows from the newest observation and its assessment. */
export function observedColumns({ mention, assessment }: AssessedMention) {
  return {
    id: mention.id,
    sort_key: mention.publishedAt ?? '',
    observed_at: mention.observedAt,
    content_hash: mention.contentHash,
    engagement: countsText(mention),
    rules_version: assessment.rulesVersion,
    source: mention.source,
    source_key: normaliseForSearch(mention.source),
    kind: mention.sourceKind,
    author_key: mention.author === null ? null : normaliseForSearch(mention.author),
    grade: assessment.grade,
    relevant: assessment.relevant ? 1 : 0,
    polarity: assessment.sentiment.polarity,
    views: mention.engagement.views,
    likes: mention.engagement.likes,
    comments: mention.engagement.comments,
    reposts: mention.engagement.reposts,
    mention: JSON.stringify(mention),
    assessment: JSON.stringify(assessment)
  }
}
