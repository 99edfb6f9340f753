import { releasedRow } from '../../core/released-row.ts'
import type { NoticeStore, Random } from '../../core/ports.ts'
import { changeDocument } from './compare-and-set.ts'
import type { Documents } from './documents.ts'
import { changedSource, noticeRow, type NoticeSource } from './notice-source.ts'

type Waiting = Parameters<NoticeStore['hold']>[2]
type Release = Parameters<NoticeStore['release']>[1]

/** False when the row is another holder's. An answer that was lost is found to have been one of ours. */
export function holdNotice(
  documents: Documents<NoticeSource>,
  random: Random,
  { id, fence, waiting }: { readonly id: string; readonly fence: number; readonly waiting: Waiting }
): Promise<boolean> {
  return changeDocument<NoticeSource, boolean>(documents, id, random, (found) => {
    if (found === null || found.source.fence !== fence) return { result: false }
    const { source } = found
    if (source.state !== 'sending') return { result: source.state === waiting.state }
    const { state, reason: detail } = waiting
    return { result: true, write: { ...source, state, detail, attempts: source.attempts - 1, nextTryMs: null, holder: null, leaseUntilMs: null } }
  })
}

/** One after the other: what is released already stays so, and a try again goes on with the rest. */
export async function releaseNotices(documents: Documents<NoticeSource>, random: Random, ids: readonly string[], to: Release): Promise<void> {
  for (const id of ids) {
    await changeDocument<NoticeSource, null>(documents, id, random, (found) =>
      found !== null && (found.source.state === 'held' || found.source.state === 'muted')
        ? { result: null, write: changedSource(found.source, releasedRow(noticeRow(found.source), to)) }
        : { result: null }
    )
  }
}
