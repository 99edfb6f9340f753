import { FatalError } from '../core/errors.ts'

/** This folder cannot be moved into this cluster, for the reason given. */
export class MoveRefusedError extends FatalError {
  readonly code = 'move-refused'
}
