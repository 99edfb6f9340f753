import { ConflictError, InvalidInputError } from '../../core/errors.ts'
import { severityOf } from '../../core/grade.ts'
import { nextDueAt } from '../../core/incident/next-due.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import type { IncidentFilter, IncidentStore } from '../../core/ports.ts'
import { asJsonList, type Connection } from './connection.ts'
import type { WorkerClient } from './worker-client.ts'

interface PutIncident {
  readonly document: IncidentDocument
  readonly expectedVersion: number
  readonly severity: number
  readonly nextDueAt: string | null
}

export const incidentWrites = {
  putIncident: (connection: Connection, { document, expectedVersion, severity, nextDueAt }: PutIncident): null => {
    const { id, version, state } = document
    const values = [version, state.status, state.grade, severity, nextDueAt, state.openedAt, JSON.stringify(document)] as const
    const changed =
      expectedVersion === 0
        ? connection.run(
            `INSERT INTO incidents (version, status, grade, severity, next_due_at, opened_at, document, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
            ...values,
            id
          )
        : connection.run(
            `UPDATE incidents SET version = ?, status = ?, grade = ?, severity = ?, next_due_at = ?, opened_at = ?, document = ? WHERE id = ? AND version = ?`,
            ...values,
            id,
            expectedVersion
          )
    if (changed === 0) throw new ConflictError(`incident ${id} is not at version ${expectedVersion}`, { metadata: { id, expectedVersion } })
    return null
  }
}

export const incidentReads = {
  getIncident: (connection: Connection, { id }: { id: string }): IncidentDocument | null => {
    const row = connection.get<{ document: string }>('SELECT document FROM incidents WHERE id = ?', id)
    return row === undefined ? null : (JSON.parse(row.document) as IncidentDocument)
  },

  listIncidents: (connection: Connection, filter: IncidentFilter): IncidentDocument[] => {
    const status = filter.status === undefined ? null : asJsonList(filter.status)
    const grades = filter.grades === undefined ? null : asJsonList(filter.grades.map((grade) => grade ?? ''))
    return connection
      .all<{ document: string }>(
        `SELECT document FROM incidents
       WHERE (?1 IS NULL OR status IN (SELECT value FROM json_each(?1))) AND (?2 IS NULL OR coalesce(grade, '') IN (SELECT value FROM json_each(?2)))
       ORDER BY severity DESC, next_due_at IS NULL, next_due_at, opened_at DESC, id LIMIT ?3`,
        status,
        grades,
        filter.limit
      )
      .map((row) => JSON.parse(row.document) as IncidentDocument)
  },

  openIncidentIds: (connection: Connection): string[] =>
    connection
      .all<{ id: string }>(
        `SELECT id FROM incidents WHERE status = 'open' ORDER BY severity DESC, next_due_at IS NULL, next_due_at, opened_at DESC, id`
      )
      .map((row) => row.id)
}

export function createIncidentStore(writer: WorkerClient, reader: WorkerClient): IncidentStore {
  const write = writer.caller<typeof incidentWrites>()
  const read = reader.caller<typeof incidentReads>()
  return {
    get: (id) => read('getIncident', { id }),
    async put(document, expectedVersion) {
      if (document.version <= expectedVersion) {
        throw new InvalidInputError(`incident ${document.id}: version ${document.version} does not follow ${expectedVersion}`, {
          metadata: { id: document.id }
        })
      }
      await write('putIncident', { document, expectedVersion, severity: severityOf(document.state.grade), nextDueAt: nextDueAt(document.state) })
    },
    list: (filter) => read('listIncidents', filter),
    openIds: () => read('openIncidentIds', undefined)
  }
}
