import { ConflictError } from '../../core/errors.ts'
import type { QueuePlace } from '../../core/incident/queue-place.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import type { Instant } from '../../core/instant.ts'
import type { LookAt } from '../../core/look-at.ts'
import type { IncidentFilter } from '../../core/ports.ts'
import { asJsonList, type Connection } from './connection.ts'

/** A document goes from thread to thread as its JSON: half of what it costs as objects. */
export interface PutIncident extends Pick<IncidentDocument, 'id' | 'version'>, Pick<IncidentDocument['state'], 'status' | 'grade' | 'openedAt'> {
  readonly document: string
  readonly expectedVersion: number
  readonly severity: number
  readonly nextDueAt: string | null
  readonly lookAt: LookAt
}

const mostDue = 10_000

/** Behind a place of the queue, in its order; what has no deadline stands after all that have one. */
const noDue = '~'
const behind = `((-severity, coalesce(next_due_at, '${noDue}')) > (?, ?)
  OR ((-severity, coalesce(next_due_at, '${noDue}')) = (?, ?) AND (opened_at < ? OR (opened_at = ? AND id > ?))))`
const behindValues = ({ severity, nextDueAt, openedAt, id }: QueuePlace) => {
  const place = [-severity, nextDueAt ?? noDue] as const
  return [...place, ...place, openedAt, openedAt, id]
}

export const incidentWrites = {
  putIncident: (connection: Connection, incident: PutIncident): null => {
    const { id, version, status, grade, openedAt, document, expectedVersion, severity, nextDueAt, lookAt } = incident
    const values = [version, status, grade, severity, nextDueAt, openedAt, lookAt, document] as const
    const changed =
      expectedVersion === 0
        ? connection.run(
            `INSERT INTO incidents (version, status, grade, severity, next_due_at, opened_at, look_at, document, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
            ...values,
            id
          )
        : connection.run(
            `UPDATE incidents SET version = ?, status = ?, grade = ?, severity = ?, next_due_at = ?, opened_at = ?, look_at = ?, document = ?
         WHERE id = ? AND version = ?`,
            ...values,
            id,
            expectedVersion
          )
    if (changed === 0) throw new ConflictError(`incident ${id} is not at version ${expectedVersion}`, { metadata: { id, expectedVersion } })
    return null
  },

  noteIncidentLookAt: (connection: Connection, { id, version, lookAt }: { id: string; version: number; lookAt: LookAt }): null => {
    connection.run('UPDATE incidents SET look_at = ? WHERE id = ? AND version = ?', lookAt, id, version)
    return null
  }
}

export const incidentReads = {
  getIncident: (connection: Connection, { id }: { id: string }): string | null =>
    connection.get<{ document: string }>('SELECT document FROM incidents WHERE id = ?', id)?.document ?? null,

  /* Only the conditions that are asked for: with a status the index finds the few that ended among many that are open. */
  listIncidents: (connection: Connection, { status, grades, after, limit }: IncidentFilter): string[] => {
    const wanted = [
      ...(status === undefined ? [] : [{ condition: 'status IN (SELECT value FROM json_each(?))', values: [asJsonList(status)] }]),
      ...(grades === undefined
        ? []
        : [{ condition: `coalesce(grade, '') IN (SELECT value FROM json_each(?))`, values: [asJsonList(grades.map((grade) => grade ?? ''))] }]),
      ...(after === undefined ? [] : [{ condition: behind, values: behindValues(after) }])
    ]
    return connection
      .all<{ document: string }>(
        `SELECT document FROM incidents WHERE ${['TRUE', ...wanted.map(({ condition }) => condition)].join(' AND ')}
       ORDER BY severity DESC, next_due_at IS NULL, next_due_at, opened_at DESC, id LIMIT ?`,
        ...wanted.flatMap(({ values }) => values),
        limit
      )
      .map((row) => row.document)
  },

  incidentStamps: (connection: Connection): { id: string; stamp: string }[] =>
    connection.all(`SELECT id, CAST(version AS TEXT) AS stamp FROM incidents`),

  openIncidentIds: (connection: Connection): string[] =>
    connection
      .all<{ id: string }>(
        `SELECT id FROM incidents WHERE status = 'open' ORDER BY severity DESC, next_due_at IS NULL, next_due_at, opened_at DESC, id`
      )
      .map((row) => row.id),

  /* The planner would rather go by urgency over all that is open, and read each row for its moment. */
  dueIncidentIds: (connection: Connection, { now }: { now: Instant }): string[] =>
    connection
      .all<{ id: string }>(
        `SELECT id FROM incidents INDEXED BY incidents_due WHERE status = 'open' AND look_at <= ? ORDER BY severity DESC, look_at, id LIMIT ${mostDue}`,
        now
      )
      .map((row) => row.id),

  openIncidentsAfter: (connection: Connection, { id, limit }: { id: string | null; limit: number }): { document: string; lookAt: LookAt }[] =>
    connection.all(
      `SELECT document, look_at AS lookAt FROM incidents INDEXED BY incidents_open WHERE status = 'open' AND id > ? ORDER BY id LIMIT ?`,
      id ?? '',
      limit
    )
}
