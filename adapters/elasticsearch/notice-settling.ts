import { settledRow } from '../../core/notice-row.ts'
import type { NoticeOutcome } from '../../core/ports.ts'
import type { Documents } from './documents.ts'
import { changedSource, noticeRow, type HeldNotice, type NoticeSource } from './notice-source.ts'
import type { StoreDeps } from './open.ts'
import { patiently } from './patience.ts'

interface Settling {
  readonly id: string
  readonly fence: number
  readonly outcome: NoticeOutcome
  /** The row as this process claimed it, where it still knows. */
  readonly known: HeldNotice | null
}

/** As long as a lease usually lasts; what was not settled by then comes back anyway. */
const mostPatienceMs = 10_000

/**
 * Writes the outcome of a try while the row is still the holder's; false when it is not. Insists while the server cannot take it:
 * a row that was sent and stays unsettled is sent twice.
 */
export async function settleNotice(deps: StoreDeps, documents: Documents<NoticeSource>, { id, fence, outcome, known }: Settling): Promise<boolean> {
  let row = known
  let wasSent = false
  return patiently(deps, mostPatienceMs, async () => {
    for (;;) {
      row ??= await documents.get(id)
      if (row === null || row.source.fence !== fence) return false
      // Only the holder of this fence can have settled it: an answer of ours was lost.
      if (row.source.state !== 'sending') return wasSent
      const { seqNo, primaryTerm } = row
      const settled = { ...changedSource(row.source, settledRow(noticeRow(row.source), outcome)), holder: null, leaseUntilMs: null }
      row = null
      wasSent = true
      if ((await documents.replace({ id, seqNo, primaryTerm }, settled)) !== null) return true
    }
  })
}
