import { FatalError, RetryableError } from '../core/errors.ts'

/** A source answered, and nothing in the answer could be read: its layout changed, or it serves something else. */
export class NothingParsedError extends RetryableError {
  readonly code = 'nothing-parsed'

  constructor(sourceId: string, url: string, reason: string) {
    super(`${sourceId}: nothing parsed of ${url}: ${reason}`, { metadata: { sourceId, url, reason } })
  }
}

/** The body is not the kind of document that stands there. */
export class WrongContentError extends FatalError {
  readonly code = 'wrong-content'

  constructor(sourceId: string, url: string, wanted: string, got: string | null) {
    super(`${sourceId}: ${url} is ${got ?? 'of no declared type'}, not ${wanted}`, { metadata: { sourceId, url, wanted, got } })
  }
}

/** A feed that ends before its end. `kept` items stood before the cut and were taken. */
export class CutOffFeedError extends RetryableError {
  readonly code = 'feed-cut-off'

  constructor(sourceId: string, url: string, kept: number, reason: string) {
    super(`${sourceId}: the feed ${url} is cut off (${reason}); ${kept} whole items were kept`, { metadata: { sourceId, url, kept, reason } })
  }
}

/** A body that is no feed, or no JSON, at all. */
export class UnreadableFeedError extends FatalError {
  readonly code = 'feed-unreadable'

  constructor(sourceId: string, url: string, reason: string) {
    super(`${sourceId}: ${url} is no readable feed: ${reason}`, { metadata: { sourceId, url, reason } })
  }
}

/** The platform wants a fresh sign-in; only a person can give it one. */
export class SignInExpiredError extends FatalError {
  readonly code = 'sign-in-expired'

  constructor(sourceId: string, url: string, reason: string) {
    super(`${sourceId}: ${url}: the sign-in has expired (${reason})`, { metadata: { sourceId, url, reason } })
  }
}

/** A page that wants a sign-in stands where the items should. Nobody signs in for us: the source needs another way. */
export class LoginWallError extends FatalError {
  readonly code = 'login-wall'

  constructor(sourceId: string, url: string, words: string) {
    super(`${sourceId}: ${url} shows a sign-in instead of its content (${words})`, { metadata: { sourceId, url, words } })
  }
}

/** A source wants its pages' scripts run, and this machine has no browser. */
export class NoBrowserError extends FatalError {
  readonly code = 'no-browser'

  constructor(sourceId: string, url: string) {
    super(`${sourceId}: ${url} is to be read by a browser (render), and no Chromium was found here`, { metadata: { sourceId, url } })
  }
}

/** A page of risk control stands where the items should; it is never solved, only waited out. */
export class BlockPageError extends RetryableError {
  readonly code = 'block-page'

  constructor(sourceId: string, url: string, words: string) {
    super(`${sourceId}: ${url} shows a page of risk control instead of its content (${words})`, { metadata: { sourceId, url, words } })
  }
}

/** The platform says that we ask too much. `cooldownMs` is for how long we leave it alone. */
export class CooldownError extends RetryableError {
  readonly code = 'cooldown'
  readonly cooldownMs: number

  constructor(sourceId: string, url: string, status: number | string, cooldownMs: number) {
    super(`${sourceId}: ${url} answered ${status} (risk control); left alone for ${Math.round(cooldownMs / 60_000)} min`, {
      metadata: { sourceId, url, status, cooldownMs }
    })
    this.cooldownMs = cooldownMs
  }
}

/** The platform's own error inside a 200 answer. */
export class PlatformError extends RetryableError {
  readonly code = 'platform'

  constructor(sourceId: string, url: string, reason: string) {
    super(`${sourceId}: ${url}: the platform says: ${reason}`, { metadata: { sourceId, url, reason } })
  }
}

/** The list opens, and of its items none could be read at the last tries; nothing was tried at this visit, since all wait for their time. */
export class ArticlesUnreadError extends RetryableError {
  readonly code = 'articles-unread'

  constructor(sourceId: string, items: number, last: { readonly reason: string; readonly code: string; readonly faultClass: string | null }) {
    super(`${sourceId}: none of the last ${items} items could be read: ${last.reason}`, {
      metadata: { sourceId, items, lastCode: last.code, faultClass: last.faultClass }
    })
  }
}

/** A list or relay that answers and does not move any more: what it shows is old, whatever it says of its own time. */
export class StaleListError extends RetryableError {
  readonly code = 'stale-list'

  constructor(sourceId: string, url: string, reason: string) {
    super(`${sourceId}: ${url} serves what is old: ${reason}`, { metadata: { sourceId, url, reason } })
  }
}

/** An item that cannot become a mention: it has neither title nor text, or its fields do not fit. */
export class UnusableItemError extends FatalError {
  readonly code = 'unusable-item'

  constructor(source: string, place: string, reason: string) {
    super(`${source}: ${place}: ${reason}`, { metadata: { source, place, reason } })
  }
}

/** A page answers as if all were well and says that what stood there is not there. */
export class SoftGoneError extends RetryableError {
  readonly code = 'soft-gone'

  constructor(sourceId: string, url: string, words: string) {
    super(`${sourceId}: ${url} says that its article is gone (${words})`, { metadata: { sourceId, url, words } })
  }
}
