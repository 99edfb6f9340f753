import { FatalError } from '../../core/errors.ts'

/** A server that does not start or does not do what it was asked; the message names it, the reason and its log. */
export class EngineError extends FatalError {
  readonly code = 'engine'
}

/** Another program listens where a server of ours is to. */
export class PortTakenError extends FatalError {
  readonly code = 'port-taken'
}
