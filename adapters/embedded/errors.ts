import { DamagedDataError, FatalError, RetryableError } from '../../core/errors.ts'

/** The database file is locked by another process, or the disk is full or failing: later it may work. */
export class StoreBusyError extends RetryableError {
  readonly code = 'store-busy'
}

/** A statement failed in a way that is a fault of ours. */
export class StoreFailedError extends FatalError {
  readonly code = 'store-failed'
}

/** A database thread is gone, and with it the store: only a new process helps. */
export class StoreGoneError extends FatalError {
  readonly code = 'store-gone'
}

/** The data was written by a newer version of the program. */
export class NewerSchemaError extends FatalError {
  readonly code = 'newer-schema'
}

/** Primary result codes of SQLite: https://sqlite.org/rescode.html */
const retryableCodes = new Map([
  [5, 'the database is in use by another process'],
  [6, 'a table is in use'],
  [10, 'the disk reported an error'],
  [13, 'the disk is full']
])
const damagedCodes = new Set([11, 26])

/** Errors of node:sqlite as our own kinds; anything else passes through. */
export function fromSqlite(error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error
  const primary = error.errcode & 0xff
  const metadata = { sqlite: error.errcode }
  const reason = retryableCodes.get(primary)
  if (reason !== undefined) return new StoreBusyError(`store: ${reason} (${error.message})`, { cause: error, metadata })
  if (damagedCodes.has(primary)) return new DamagedDataError(`store: the database file is damaged (${error.message})`, { cause: error, metadata })
  return new StoreFailedError(`store: ${error.message}`, { cause: error, metadata })
}
