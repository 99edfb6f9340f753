import type { IncidentDocument } from '../../../core/incident/state.ts'
import type { MoveSource } from '../../../core/moved.ts'
import type { Connection } from '../connection.ts'
import { byText, pagesOf } from './pages.ts'

/** Whole documents, by id. */
export function incidentSource(connection: Connection): MoveSource<IncidentDocument> {
  return {
    pages: (after) =>
      pagesOf(
        connection,
        {
          ...byText,
          sql: 'SELECT id, document FROM incidents WHERE id > ? ORDER BY id LIMIT ?',
          keyOf: ({ id }: { id: string; document: string }) => id,
          read: ({ document }) => JSON.parse(document) as IncidentDocument
        },
        after
      )
  }
}
