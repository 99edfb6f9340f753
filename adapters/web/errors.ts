import { FatalError, RetryableError, type ErrorMetadata } from '../../core/errors.ts'

/**
 * What can go wrong between us and a page. Every message names the URL and the reason; trying again later can help only
 * where the class extends RetryableError.
 */

/** A scheme, port or address that the guard does not let through: SSRF protection, never a matter of luck. */
export class RefusedAddressError extends FatalError {
  readonly code = 'fetch-refused-address'

  constructor(url: string, reason: string) {
    super(`${url}: ${reason}`, { metadata: { url, reason } })
  }
}

export class RobotsDisallowedError extends FatalError {
  readonly code = 'robots-disallowed'

  constructor(url: string) {
    super(`${url}: robots.txt does not allow it`, { metadata: { url } })
  }
}

/** More bytes than the cap, before or after inflating, or a compression ratio that only a bomb has. */
export class TooLargeError extends FatalError {
  readonly code = 'too-large'

  constructor(url: string, reason: string) {
    super(`${url}: ${reason}`, { metadata: { url, reason } })
  }
}

/** An answer that stays wrong when asked again: 4xx, or a redirect that leads nowhere. */
export class HttpStatusError extends FatalError {
  readonly code = 'http-status'

  constructor(url: string, status: number, reason = `the server answered ${status}`) {
    super(`${url}: ${reason}`, { metadata: { url, status } })
  }
}

/** A 5xx answer. */
export class ServerTroubleError extends RetryableError {
  readonly code = 'http-status'

  constructor(url: string, status: number) {
    super(`${url}: the server answered ${status}`, { metadata: { url, status } })
  }
}

/** 429 or 503 with Retry-After. `retryAfterMs` is what the server asked for, null when it did not say. */
export class RateLimitedError extends RetryableError {
  readonly code = 'rate-limited'
  readonly retryAfterMs: number | null

  constructor(url: string, status: number, retryAfterMs: number | null) {
    const wait = retryAfterMs === null ? '' : `, asking to wait ${Math.ceil(retryAfterMs / 1000)} s`
    super(`${url}: the server answered ${status}${wait}`, { metadata: { url, status, retryAfterMs } })
    this.retryAfterMs = retryAfterMs
  }
}

export class TimeoutError extends RetryableError {
  readonly code = 'timeout'

  constructor(url: string, afterMs: number) {
    super(`${url}: no complete answer within ${afterMs / 1000} s`, { metadata: { url, afterMs } })
  }
}

/** Name not resolved, connection refused or broken, body cut off. */
export class NetworkError extends RetryableError {
  readonly code = 'network'

  constructor(url: string, reason: string, cause?: unknown) {
    super(`${url}: ${reason}`, { metadata: { url, reason }, cause })
  }
}

/** robots.txt answers 5xx or not at all, so nobody knows what is allowed. */
export class RobotsUnreachableError extends RetryableError {
  readonly code = 'robots-unreachable'

  constructor(url: string, reason: string) {
    super(`${url}: robots.txt cannot be read (${reason})`, { metadata: { url, reason } })
  }
}

/** A declared charset that nobody knows, on bytes that are no UTF-8 either. */
export class UnknownCharsetError extends FatalError {
  readonly code = 'unknown-charset'

  constructor(label: string, metadata: ErrorMetadata = {}) {
    super(`${metadata['url'] === undefined ? '' : `${String(metadata['url'])}: `}unknown charset "${label}"`, { metadata: { ...metadata, label } })
  }
}

/** The fetch was asked after it was closed, or the caller gave up. */
export class FetchAbortedError extends RetryableError {
  readonly code = 'fetch-aborted'

  constructor(url: string) {
    super(`${url}: given up before it was fetched`, { metadata: { url } })
  }
}
