import type { IncidentDocument } from '../incident/state.ts'
import { chinaWallTime, msBetween, type Instant } from '../instant.ts'
import { leadAt, leadsOf } from './lead-at.ts'
import type { MeasureRow } from './measure-row.ts'
import { monthOf } from './month.ts'

/**
 * A matter, and who found it: `machine`; 漏报 of the machine are `by-hand`, when the public spoke of it already and a person had to open
 * it, and `from-outside`, when people told us before anything was heard.
 */
export interface OpenedRow extends MeasureRow {
  readonly kind: 'opened'
  readonly reason: 'machine' | 'by-hand' | 'from-outside'
}

/** Every matter that counts as found: not what was dismissed, nor a part that was split off, which the machine had seen all along. */
export function openedRows({ id, events, state, rollup }: IncidentDocument): OpenedRow[] {
  const { openedAt, openedBy, title, drill, status } = state
  if (status === 'dismissed' || events.some(({ body }) => body.type === 'split-from')) return []
  const before = publishedBefore(state, rollup?.firstPublishedAt ?? null)
  const reason = openedBy.kind === 'machine' ? 'machine' : before === null ? 'from-outside' : 'by-hand'
  return [
    {
      id: `${id}/opened`,
      kind: 'opened',
      month: monthOf(openedAt),
      // It stands with who leads the matter, and says nothing against them.
      department: leadAt(leadsOf(events), events.at(-1)?.at ?? openedAt),
      incidentId: id,
      title,
      drill,
      reason,
      words: wordsOf(state, reason, before),
      at: openedAt,
      delayMs: before === null || reason === 'machine' ? null : msBetween(before, openedAt),
      seqs: [1]
    }
  ]
}

function wordsOf({ openedAt, responseReason }: IncidentDocument['state'], reason: OpenedRow['reason'], before: Instant | null): string {
  const opened = chinaWallTime(openedAt)
  if (reason === 'machine') return `${opened} 机器立案`
  if (before === null) return `${opened} 由人报告立案，此前未见公开信息：${responseReason ?? ''}`
  return `${chinaWallTime(before)} 已有公开信息，${opened} 才由人工立案`
}

/** When the public first spoke of it, where that was before it was opened. */
function publishedBefore({ openedAt, anchors }: IncidentDocument['state'], rolledUp: Instant | null): Instant | null {
  const known = [rolledUp, anchors.find(({ kind }) => kind === 'first-published')?.at ?? null]
  return known.reduce((first, at) => (at !== null && at < openedAt && (first === null || at < first) ? at : first), null)
}
