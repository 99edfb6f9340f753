import type { MovedNotice, MoveTarget } from '../../../core/moved.ts'
import { indexOf } from '../index-kind.ts'
import { noticeKind, noticeRow, type NoticeSource } from '../notice-source.ts'
import type { StoreDeps } from '../open.ts'
import { countOf, findAll } from './find-all.ts'
import { putAll } from './put-all.ts'

const noticeFields = Object.keys(noticeKind.properties) as (keyof NoticeSource)[]

/** The outbox as it stands. What is asked for later comes after it: its order is a number of microseconds since 1970. */
export function noticeTarget(deps: StoreDeps): MoveTarget<MovedNotice> {
  const placeOf = ({ row }: MovedNotice) => ({ index: indexOf(deps.options, noticeKind), id: row.notice.id })
  return {
    put: (rows) =>
      putAll(
        deps,
        rows.map((row) => ({ ...placeOf(row), source: sourceOf(row) }))
      ),
    async find(rows) {
      const found = await findAll<NoticeSource>(deps, rows.map(placeOf), noticeFields)
      return found.map((source) => (source === null ? null : movedNotice(source)))
    },
    count: () => countOf(deps, noticeKind)
  }
}

function sourceOf({ order, row, fence, holder, leaseUntilElapsedMs }: MovedNotice): NoticeSource {
  const { notice } = row
  return {
    id: notice.id,
    subjectId: notice.subject.id,
    channel: notice.channel,
    state: row.state,
    arrival: order,
    attempts: row.attempts,
    possibleDuplicate: row.possibleDuplicate,
    nextTryMs: row.nextTryElapsedMs,
    handedMs: row.handedElapsedMs,
    settledAt: row.settledAt,
    detail: row.detail,
    marks: JSON.stringify(row.marks),
    stepUpAt: row.stepUpAt,
    fence,
    holder,
    leaseUntilMs: leaseUntilElapsedMs,
    notice: JSON.stringify(notice)
  }
}

function movedNotice(source: NoticeSource): MovedNotice {
  const { arrival: order, fence, holder, leaseUntilMs: leaseUntilElapsedMs } = source
  return { order, row: noticeRow(source), fence, holder, leaseUntilElapsedMs }
}
