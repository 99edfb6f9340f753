import type { Instant } from './instant.ts'
import type { Notice } from './notice.ts'

/** What a 一键签收链接 says once its seal was found whole: it signs for this notice's incident as this notice's person, no more. */
export interface SignLink {
  readonly noticeId: string
  readonly expiresAt: Instant
}

/** Makes and reads the links of one key. */
export interface SignLinks {
  /** Whole address for the person's telephone; null for a notice that nobody signs by a link. */
  issue(notice: Notice): string | null
  /** Null for what was not made with this key, or was changed since. Whether it is over is for the reader to ask. */
  read(token: string): SignLink | null
}
