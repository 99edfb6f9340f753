import type { Instant } from '../../../core/instant.ts'
import type { MovedEarlyAssignment, MovedMention, MoveSource } from '../../../core/moved.ts'
import { pointOf } from '../../../core/observed-counts.ts'
import type { Connection } from '../connection.ts'
import { storedMention, type MentionRow } from '../mention-rows.ts'
import { byNumber, byText, pagesOf } from './pages.ts'

type Row = MentionRow & { readonly row: number; readonly content_since: string }
type Point = MovedMention['series'][number]
type Text = MovedMention['olderTexts'][number]

/** Mentions with everything that was ever seen of them, in the order in which they were first stored. */
export function mentionSource(connection: Connection): MoveSource<MovedMention> {
  return {
    pages: (after) =>
      pagesOf(
        connection,
        {
          ...byNumber,
          sql: `SELECT row, content_since, incident_id, first_seen_at, versions, observations, mention, assessment
            FROM mentions WHERE row > ? ORDER BY row LIMIT ?`,
          keyOf: ({ row }: Row) => row,
          read: (stored) => movedMention(connection, stored)
        },
        after
      )
  }
}

export function earlyAssignmentSource(connection: Connection): MoveSource<MovedEarlyAssignment> {
  return {
    pages: (after) =>
      pagesOf(
        connection,
        {
          ...byText,
          sql: 'SELECT id, incident_id AS incidentId FROM early_assignments WHERE id > ? ORDER BY id LIMIT ?',
          keyOf: ({ id }: MovedEarlyAssignment): string => id,
          read: ({ id, incidentId }) => ({ id, incidentId })
        },
        after
      )
  }
}

function movedMention(connection: Connection, stored: Row): MovedMention {
  const { mention, assessment, incidentId, firstSeenAt } = storedMention(stored)
  return {
    mention,
    assessment,
    incidentId,
    firstSeenAt,
    contentSince: stored.content_since as MovedMention['contentSince'],
    series: seriesOf(connection, stored.row),
    olderTexts: olderTextsOf(connection, stored.row)
  }
}

function seriesOf(connection: Connection, row: number): Point[] {
  return connection
    .all<{ observed_at: Instant; engagement: string }>('SELECT observed_at, engagement FROM mention_series WHERE row = ? ORDER BY observed_at', row)
    .map(({ observed_at, engagement }) => pointOf(observed_at, engagement))
}

function olderTextsOf(connection: Connection, row: number): Text[] {
  return connection
    .all<Text>(
      `SELECT observed_at AS observedAt, title, text, content_hash AS contentHash FROM mention_versions WHERE row = ?
       ORDER BY observed_at, content_hash`,
      row
    )
    .map(({ observedAt, title, text, contentHash }) => ({ observedAt, title, text, contentHash }))
}
