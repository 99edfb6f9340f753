import type { DocumentNumbers } from '../../core/ports.ts'
import type { Connection } from './connection.ts'
import type { WorkerClient } from './worker-client.ts'

interface Asked {
  readonly series: string
  readonly documentId: string
}

export const documentNumberWrites = {
  /** One statement each in one transaction, so nobody comes between; a document that is there keeps its number. */
  assignDocumentNumber: (connection: Connection, { series, documentId }: Asked): number => {
    connection.run(
      `INSERT INTO document_numbers (series, number, document_id)
       SELECT ?1, coalesce(max(number), 0) + 1, ?2 FROM document_numbers WHERE series = ?1
       ON CONFLICT (series, document_id) DO NOTHING`,
      series,
      documentId
    )
    const row = connection.get<{ number: number }>('SELECT number FROM document_numbers WHERE series = ? AND document_id = ?', series, documentId)
    if (row === undefined) throw new Error(`no number for ${documentId} in ${series}`)
    return row.number
  }
}

export const documentNumberReads = {
  listDocumentNumbers: (connection: Connection, { series }: { series: string }): string[] =>
    connection
      .all<{ document_id: string }>('SELECT document_id FROM document_numbers WHERE series = ? ORDER BY number', series)
      .map((row) => row.document_id),

  documentNumberSeries: (connection: Connection): string[] =>
    connection.all<{ series: string }>('SELECT DISTINCT series FROM document_numbers ORDER BY series').map((row) => row.series)
}

export function createDocumentNumbers(writer: WorkerClient, reader: WorkerClient): DocumentNumbers {
  const write = writer.caller<typeof documentNumberWrites>()
  const read = reader.caller<typeof documentNumberReads>()
  return {
    assign: (series, documentId) => write('assignDocumentNumber', { series, documentId }),
    list: (series) => read('listDocumentNumbers', { series }),
    series: () => read('documentNumberSeries', undefined)
  }
}
