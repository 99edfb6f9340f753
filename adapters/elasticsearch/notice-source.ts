import type { Notice, NoticeRow } from '../../core/notice.ts'
import type { Found } from './documents.ts'
import { storedText, type IndexKind } from './index-kind.ts'

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
  /** Grows with each claim. */
  readonly fence: number
  readonly holder: string | null
  readonly leaseUntilMs: number | null
  readonly notice: string
}

export type HeldNotice = Found<NoticeSource>

export const noticeKind: IndexKind = {
  name: 'notices',
  version: 1,
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
    fence: { type: 'long', index: false, doc_values: false },
    holder: storedText,
    leaseUntilMs: { type: 'double' },
    notice: storedText
  }
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
    detail: source.detail
  }
}
