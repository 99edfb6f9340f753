import {
  ConflictError,
  DamagedDataError,
  InvalidInputError,
  NotFoundError,
  RefusedError,
  WanglouError,
  type ErrorMetadata
} from '../../core/errors.ts'
import { fromSqlite, NewerSchemaError, StoreBusyError, StoreFailedError } from './errors.ts'

/** An error on its way between threads: class instances do not survive the trip, their code does. */
export interface WireError {
  readonly code: string
  readonly message: string
  readonly metadata: ErrorMetadata
}

const classes = {
  conflict: ConflictError,
  'not-found': NotFoundError,
  'invalid-input': InvalidInputError,
  refused: RefusedError,
  damaged: DamagedDataError,
  'store-busy': StoreBusyError,
  'newer-schema': NewerSchemaError
}

export function toWire(thrown: unknown): WireError {
  const error = fromSqlite(thrown)
  if (error instanceof WanglouError) return { code: error.code, message: error.message, metadata: error.metadata }
  return { code: 'store-failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error), metadata: {} }
}

export function fromWire(error: WireError): WanglouError {
  const Known = isKnown(error.code) ? classes[error.code] : StoreFailedError
  return new Known(error.message, { metadata: error.metadata })
}

function isKnown(code: string): code is keyof typeof classes {
  return Object.hasOwn(classes, code)
}
