import type { Instant } from '../../core/instant.ts'
import type { NoticeRow } from '../../core/notice.ts'
import { advancedRow } from '../../core/notice-row.ts'
import type { NoticeStore } from '../../core/ports.ts'
import type { Documents } from './documents.ts'
import { changedSource, noticeRow, type NoticeSource } from './notice-source.ts'

type Advance = NoticeStore['advance']

/** Each row by compare-and-set: the outbox may claim or settle it at the same time. */
export async function advanceNotices(
  documents: Documents<NoticeSource>,
  ids: readonly string[],
  stage: Parameters<Advance>[1],
  mark: Parameters<Advance>[2]
): Promise<string[]> {
  const changed: string[] = []
  for (const id of ids) if (await change(documents, id, (row) => advancedRow(row, stage, mark))) changed.push(id)
  return changed
}

export async function endStepUps(documents: Documents<NoticeSource>, ids: readonly string[]): Promise<void> {
  for (const id of ids) await change(documents, id, (row) => (row.stepUpAt === null ? null : { ...row, stepUpAt: null }))
}

export async function noticesToStepUp(documents: Documents<NoticeSource>, now: Instant, limit: number): Promise<NoticeRow[]> {
  const query = {
    bool: {
      filter: [
        { exists: { field: 'stepUpAt' } },
        { terms: { state: ['queued', 'sending', 'held', 'accepted', 'dead'] } },
        { bool: { should: [{ range: { stepUpAt: { lte: now } } }, { term: { state: 'dead' } }], minimum_should_match: 1 } }
      ]
    }
  }
  const found = await documents.search({ query, sort: [{ arrival: 'asc' }, { id: 'asc' }], limit })
  return found.map(({ source }) => noticeRow(source))
}

/** False when there is no such row, or nothing to change of it. */
async function change(documents: Documents<NoticeSource>, id: string, changed: (row: NoticeRow) => NoticeRow | null): Promise<boolean> {
  for (;;) {
    const found = await documents.get(id)
    if (found === null) return false
    const next = changed(noticeRow(found.source))
    if (next === null) return false
    const { seqNo, primaryTerm } = found
    if ((await documents.replace({ id, seqNo, primaryTerm }, changedSource(found.source, next))) !== null) return true
  }
}
