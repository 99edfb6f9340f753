import type { Gone } from '../../core/mention.ts'
import type { AssessedMention, PutOutcome } from '../../core/ports.ts'
import { normaliseForSearch } from '../../core/search-text.ts'
import { indexTokens } from './bigrams.ts'
import type { Connection } from './connection.ts'
import { observedColumns } from './mention-rows.ts'

interface Known {
  readonly row: number
  readonly observed_at: string
  readonly content_hash: string
  readonly content_since: string
  readonly engagement: string
  readonly gone: number
}

const known = `SELECT row, observed_at, content_hash, content_since, engagement,
  EXISTS (SELECT 1 FROM gone_mentions WHERE gone_mentions.row = mentions.row) AS gone FROM mentions WHERE id = ?`

export const mentionWrites = {
  putMentions: (connection: Connection, { mentions }: { mentions: readonly AssessedMention[] }): PutOutcome[] =>
    mentions.map((observation) => {
      const stored = connection.get<Known>(known, observation.mention.id)
      return stored === undefined ? create(connection, observation) : observeAgain(connection, stored, observation)
    }),

  assignMentions: (connection: Connection, { pairs }: { pairs: readonly { readonly id: string; readonly incidentId: string }[] }): null => {
    for (const { id, incidentId } of pairs) {
      const changed = connection.run('UPDATE mentions SET incident_id = ? WHERE id = ?', incidentId, id)
      if (changed === 0) connection.run('INSERT OR REPLACE INTO early_assignments (id, incident_id) VALUES (?, ?)', id, incidentId)
    }
    return null
  }
}

function create(connection: Connection, observation: AssessedMention): PutOutcome {
  const columns = observedColumns(observation)
  const assigned = connection.get<{ incident_id: string }>('DELETE FROM early_assignments WHERE id = ? RETURNING incident_id', columns.id)
  const names = Object.keys(columns)
  const created = connection.get<{ row: number }>(
    `INSERT INTO mentions (${names.join(', ')}, incident_id, content_since, first_seen_at, versions, observations)
     VALUES (${names.map(() => '?').join(', ')}, ?, ?, ?, 1, 1) RETURNING row`,
    ...Object.values(columns),
    assigned?.incident_id ?? null,
    columns.observed_at,
    columns.observed_at
  )
  if (created === undefined) throw new Error('an inserted mention has no row')
  addToSearch(connection, created.row, observation)
  addPoint(connection, created.row, columns.observed_at, columns.engagement)
  if (observation.mention.gone !== undefined) markGone(connection, created.row, observation.mention.gone)
  return 'created'
}

function observeAgain(connection: Connection, stored: Known, observation: AssessedMention): PutOutcome {
  const columns = observedColumns(observation)
  if (columns.observed_at < stored.observed_at) return 'stale'
  const newText = columns.content_hash !== stored.content_hash
  const newCounts = columns.engagement !== stored.engagement
  // The order matters: a superseded text is copied from the row before the row is overwritten.
  if (newText) keepVersion(connection, stored)
  const names = Object.keys(columns)
  connection.run(`UPDATE mentions SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE row = ?`, ...Object.values(columns), stored.row)
  if (newText) replaceText(connection, stored.row, observation)
  if (newCounts) addPoint(connection, stored.row, columns.observed_at, columns.engagement)
  const { gone } = observation.mention
  const changedPresence = (gone !== undefined) !== (stored.gone === 1)
  if (changedPresence) markGone(connection, stored.row, gone)
  return newText ? 'new-version' : newCounts || changedPresence ? 'new-observation' : 'unchanged'
}

function markGone(connection: Connection, row: number, gone: Gone | undefined): void {
  if (gone === undefined) connection.run('DELETE FROM gone_mentions WHERE row = ?', row)
  else connection.run('INSERT OR REPLACE INTO gone_mentions (row, since) VALUES (?, ?)', row, gone.since)
}

function keepVersion(connection: Connection, stored: Known): void {
  connection.run(
    `INSERT OR IGNORE INTO mention_versions (row, content_hash, observed_at, title, text)
     SELECT row, content_hash, content_since, mention ->> '$.title', mention ->> '$.text' FROM mentions WHERE row = ?`,
    stored.row
  )
}

/** A text that comes back after another is no further version; it keeps the moment at which it was first seen. */
function replaceText(connection: Connection, row: number, observation: AssessedMention): void {
  const { contentHash, observedAt } = observation.mention
  const before = connection.get<{ observed_at: string }>(
    'SELECT observed_at FROM mention_versions WHERE row = ? AND content_hash = ?',
    row,
    contentHash
  )
  connection.run(
    `UPDATE mentions SET content_since = ?1, versions = ?2 + (SELECT count(*) FROM mention_versions WHERE row = ?3) WHERE row = ?3`,
    before?.observed_at ?? observedAt,
    before === undefined ? 1 : 0,
    row
  )
  connection.run('DELETE FROM mention_search WHERE rowid = ?', row)
  addToSearch(connection, row, observation)
}

function addToSearch(connection: Connection, row: number, { mention }: AssessedMention): void {
  connection.run(
    'INSERT INTO mention_search (rowid, title, text) VALUES (?, ?, ?)',
    row,
    indexTokens(normaliseForSearch(mention.title ?? '')),
    indexTokens(normaliseForSearch(mention.text ?? ''))
  )
}

function addPoint(connection: Connection, row: number, observedAt: string, engagement: string): void {
  connection.run('INSERT OR REPLACE INTO mention_series (row, observed_at, engagement) VALUES (?, ?, ?)', row, observedAt, engagement)
  connection.run('UPDATE mentions SET observations = (SELECT count(*) FROM mention_series WHERE row = ?1) WHERE row = ?1', row)
}
