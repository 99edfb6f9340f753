import { addMs, minuteMs } from './instant.ts'
import type { NoticeRow } from './notice.ts'
import type { NoticeStore } from './ports.ts'

/** The row after it waited. It could not arrive while it did: its time to step up begins with the release, and ends with another that tells it. */
export function releasedRow(row: NoticeRow, to: Parameters<NoticeStore['release']>[1]): NoticeRow {
  if (to.state !== 'queued') return { ...row, state: 'digested', detail: to.reason, settledAt: to.at, stepUpAt: null }
  const minutes = row.notice.stepUp?.afterMinutes
  const stepUpAt = row.stepUpAt === null || minutes === undefined ? row.stepUpAt : addMs(to.at, minutes * minuteMs)
  return { ...row, state: 'queued', detail: null, stepUpAt }
}
