/**
 * Every error of ours carries a stable `code`; whether trying again can help is its type, never its wording.
 * `metadata` names the source, the place and the reason for the person who reads the message.
 */
export type ErrorMetadata = Readonly<Record<string, string | number | boolean | null>>

export abstract class WanglouError extends Error {
  abstract readonly code: string
  readonly metadata: ErrorMetadata

  constructor(message: string, options: { cause?: unknown; metadata?: ErrorMetadata } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.metadata = options.metadata ?? {}
  }
}

/** Trying the same thing again later can succeed: a host that is down, a store that is busy. */
export abstract class RetryableError extends WanglouError {
  readonly retryable = true
}

/** Trying the same thing again cannot succeed: bad input, a refused command, damaged data. */
export abstract class FatalError extends WanglouError {
  readonly retryable = false
}

/** A command that the domain refuses, with the reason in words for the person who gave it. */
export class RefusedError extends FatalError {
  readonly code = 'refused'
}

/** The actor's roles do not allow the action. */
export class ForbiddenError extends FatalError {
  readonly code = 'forbidden'
}

/** What was asked for does not exist. */
export class NotFoundError extends FatalError {
  readonly code = 'not-found'
}

/** Input that does not fit its schema; the message names source, place and reason. */
export class InvalidInputError extends FatalError {
  readonly code = 'invalid-input'
}

/** A configuration that cannot be used; one line a problem: `file:line:column field: reason`. */
export class ConfigError extends FatalError {
  readonly code = 'config'
}

/** Stored data that fails its own check: a broken chain, a hash that does not match. */
export class DamagedDataError extends FatalError {
  readonly code = 'damaged'
}

/** Another process holds what this one needs (a data folder, a port). */
export class AlreadyRunningError extends FatalError {
  readonly code = 'already-running'
}

/** Somebody else changed the record first; read again and decide again. */
export class ConflictError extends RetryableError {
  readonly code = 'conflict'
}

/** Something we depend on cannot be reached now. */
export class UnreachableError extends RetryableError {
  readonly code = 'unreachable'
}

/** Something we depend on answers, but not to us: wrong name, password, key or certificate. Only a person can mend that. */
export class AccessRefusedError extends FatalError {
  readonly code = 'access-refused'
}
