import type { Delivery, NoticeRow } from '../../core/notice.ts'
import type { PartsTaken } from './parts-taken.ts'
import type { SendBudget } from './send-budget.ts'
import type { Verdict } from './verdict.ts'

/** A service that has had enough is left alone for so long. */
const closedMs = 60_000

interface Sending<Part> {
  readonly row: NoticeRow
  readonly major: boolean
  readonly parts: readonly Part[]
  readonly taken: PartsTaken
  /** Null where the service sets no limit. */
  readonly budget: SendBudget | null
  readonly send: (part: Part) => Promise<Verdict>
}

/** Sends to one person part by part, from the first that the service has not taken. */
export async function sendParts<Part>({ row, major, parts, taken, budget, send }: Sending<Part>): Promise<Delivery> {
  const done = taken.of(row)
  if (budget !== null && !budget.take({ ids: [row.notice.id], major, messages: parts.length - done })) {
    return { outcome: 'retry', reason: '一分钟内的条数已到上限，排队稍后再发' }
  }
  let receipt = ''
  for (const [index, part] of parts.entries()) {
    if (index < done) continue
    const verdict = await send(part)
    if (verdict.outcome !== 'accepted') {
      if (verdict.outcome === 'limited') budget?.closeFor(closedMs)
      if (verdict.outcome === 'unknown') taken.forget(row)
      return { outcome: verdict.outcome === 'limited' ? 'retry' : verdict.outcome, reason: `${partWords(index, parts.length)}${verdict.reason}` }
    }
    taken.note(row, index + 1)
    receipt = verdict.receipt
  }
  taken.forget(row)
  return { outcome: 'accepted', receipt: `${receipt}${parts.length > 1 ? `（共${parts.length}段）` : ''}` }
}

/** `第2/3段：`; nothing where there is one part. */
export function partWords(index: number, of: number): string {
  return of > 1 ? `第${index + 1}/${of}段：` : ''
}
