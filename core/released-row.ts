import type { Instant } from './instant.ts'
import type { NoticeRow } from './notice.ts'
import type { NoticeStore } from './ports.ts'

/** The row after it waited. It could not arrive while it did: its time to step up begins with the release, and ends with another that tells it. */
export function releasedRow(row: NoticeRow, to: Parameters<NoticeStore['release']>[1]): NoticeRow {
  if (to.state !== 'queued') return { ...row, state: 'digested', detail: to.reason, settledAt: to.at, stepUpAt: null }
  const minutes = row.notice.stepUp?.afterMinutes
  const stepUpAt = row.stepUpAt === null || minutes === undefined ? row.stepUpAt : laterBy(to.at, minutes)
  return { ...row, state: 'queued', detail: null, stepUpAt }
}

/** Its own sum: a database thread, of which every command starts one, is not to load the schemas beside those of instants. */
function laterBy(instant: Instant, minutes: number): Instant {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString() as Instant
}
