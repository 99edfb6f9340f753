import type { MovedNumbers } from '../../../core/moved.ts'
import type { Connection } from '../connection.ts'
import { documentNumberReads } from '../document-numbers.ts'

/** A few series a year. */
export function readDocumentNumbers(connection: Connection): MovedNumbers[] {
  return documentNumberReads
    .documentNumberSeries(connection)
    .map((series) => ({ series, documentIds: documentNumberReads.listDocumentNumbers(connection, { series }) }))
}
