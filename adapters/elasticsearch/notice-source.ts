import type { Notice, NoticeRow } from '../../core/notice.ts'
import type { Found } from './documents.ts'
import type { NoticeMarks } from '../../core/notice-stage.ts'
import { storedText, type IndexKind, type StoredFields } from './index-kind.ts'

/** The outbox row of a notice as it is stored; moments in `…Ms` are elapsed milliseconds. */
export interface NoticeSource {
  readonly id: string
  readonly subjectId: string
  readonly channel: string
  readonly state: NoticeRow['state']
  readonly arrival: number
  readonly attempts: number
  readonly possibleDuplicate: boolean
  readonly nextTryMs: number | null
  readonly handedMs: number | null
  readonly settledAt: string | null
  readonly detail: string | null
  /** JSON of the row's marks. */
  readonly marks: string
  /** An instant; as text in UTC it sorts as time does. */
  readonly stepUpAt: string | null
  /** Grows with each claim. */
  readonly fence: number
  readonly holder: string | null
  readonly leaseUntilMs: number | null
  readonly notice: string
}

export type HeldNotice = Found<NoticeSource>

export const noticeKind: IndexKind = {
  name: 'notices',
  version: 2,
  dated: false,
  shards: 1,
  properties: {
    id: { type: 'keyword' },
    subjectId: { type: 'keyword' },
    channel: { type: 'keyword' },
    state: { type: 'keyword' },
    arrival: { type: 'long' },
    attempts: { type: 'integer', index: false, doc_values: false },
    possibleDuplicate: { type: 'boolean' },
    nextTryMs: { type: 'double' },
    handedMs: { type: 'double', index: false, doc_values: false },
    settledAt: storedText,
    detail: storedText,
    marks: storedText,
    stepUpAt: { type: 'keyword' },
    fence: { type: 'long', index: false, doc_values: false },
    holder: storedText,
    leaseUntilMs: { type: 'double' },
    notice: storedText
  },
  upgrade: (stored) => ({ ...stored, ...stagesOf(stored) })
}

/** What was called delivered in version 1 was taken over by a service, and no more is known of it. */
function stagesOf({ state, settledAt, detail }: StoredFields): Pick<NoticeSource, 'marks' | 'stepUpAt'> & Partial<Pick<NoticeSource, 'state'>> {
  if (state !== 'delivered') return { marks: '{}', stepUpAt: null }
  const marks = typeof settledAt === 'string' ? { accepted: { at: settledAt, source: typeof detail === 'string' ? detail : '' } } : {}
  return { state: 'accepted', marks: JSON.stringify(marks), stepUpAt: null }
}

export function noticeRow(source: NoticeSource): NoticeRow {
  return {
    notice: JSON.parse(source.notice) as Notice,
    state: source.state,
    attempts: source.attempts,
    possibleDuplicate: source.possibleDuplicate,
    nextTryElapsedMs: source.nextTryMs,
    handedElapsedMs: source.handedMs,
    settledAt: source.settledAt as NoticeRow['settledAt'],
    detail: source.detail,
    marks: JSON.parse(source.marks) as NoticeMarks,
    stepUpAt: source.stepUpAt as NoticeRow['stepUpAt']
  }
}

/** The fields of a stored row that a change of the row changes. */
export function changedSource(source: NoticeSource, row: NoticeRow): NoticeSource {
  return {
    ...source,
    state: row.state,
    possibleDuplicate: row.possibleDuplicate,
    nextTryMs: row.nextTryElapsedMs,
    handedMs: row.handedElapsedMs,
    settledAt: row.settledAt,
    detail: row.detail,
    marks: JSON.stringify(row.marks),
    stepUpAt: row.stepUpAt
  }
}
