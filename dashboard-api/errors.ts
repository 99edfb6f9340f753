import { FatalError, RetryableError } from '../core/errors.ts'

/** Nobody is signed in, or no longer. */
export class SignedOutError extends FatalError {
  readonly code = 'signed-out'
}

/** Something has to be done before anything else: a code told, a second factor set up, a password changed. */
export class OwingError extends FatalError {
  readonly code = 'owing'
}

/** Login name and password do not fit, or the link was used; never says which. */
export class SignInError extends FatalError {
  readonly code = 'sign-in-refused'
}

/** A 一键签收链接 that is over, was changed, or leads nowhere any more. */
export class SignLinkError extends FatalError {
  readonly code = 'sign-link-refused'
}

/** Somebody else has in hand what was to be changed, for longer than one waits. */
export class BusyError extends RetryableError {
  readonly code = 'busy'
}

/** Too many wrong passwords. */
export class LockedError extends FatalError {
  readonly code = 'locked'
}

/** The request comes from a page of somebody else. */
export class ForeignOriginError extends FatalError {
  readonly code = 'foreign-origin'
}

/** A push without a token or signature of ours. Never says which was wrong. */
export class PushRefusedError extends FatalError {
  readonly code = 'push-refused'
}

/** A request that does not fit its schema, field by field. */
export class BadRequestError extends FatalError {
  readonly code = 'invalid-input'
  readonly fields: readonly { readonly path: string; readonly message: string }[]

  constructor(message: string, fields: BadRequestError['fields']) {
    super(message)
    this.fields = fields
  }
}

/** A machine's token that is unknown, revoked or over. Never says which. */
export class ApiTokenError extends FatalError {
  readonly code = 'api-token-refused'
}

/** More requests than one is allowed. */
export class TooManyRequestsError extends RetryableError {
  readonly code = 'too-many-requests'
  readonly retryAfterSeconds: number

  constructor(message: string, retryAfterSeconds: number) {
    super(message)
    this.retryAfterSeconds = retryAfterSeconds
  }
}
