import type { IncidentDocument } from '../incident/state.ts'
import { chinaWallTime, msBetween, type Instant } from '../instant.ts'
import { leadAt } from './lead-at.ts'
import type { MeasureRow } from './measure-row.ts'
import { monthOf } from './month.ts'

export interface MissedRow extends MeasureRow {
  readonly kind: 'missed'
  /** `by-hand`: the public spoke of it already, and a person had to open it; `from-outside`: people told us before anything was heard. */
  readonly reason: 'by-hand' | 'from-outside'
}

/** Every matter that counts as found: what the missed are counted among. */
export function openedRows({ id, events, state }: IncidentDocument): MeasureRow[] {
  const { openedAt, openedBy, title, drill, status } = state
  if (status === 'dismissed' || events.some(({ body }) => body.type === 'split-from')) return []
  const words = openedBy.kind === 'person' ? `${openedBy.name}人工立案` : '机器发现'
  return [
    {
      id: `${id}/opened`,
      kind: 'opened',
      month: monthOf(openedAt),
      department: leadAt(events, events.at(-1)?.at ?? openedAt),
      incidentId: id,
      title,
      drill,
      reason: openedBy.kind,
      words: `${chinaWallTime(openedAt)} ${words}`,
      at: openedAt,
      delayMs: null,
      seqs: [1]
    }
  ]
}

/** 漏报: what the machine should have opened and people did. It stands with the department that leads the matter, and says nothing against it. */
export function missedRows({ id, events, state, rollup }: IncidentDocument): MissedRow[] {
  const { openedBy, openedAt, title, drill } = state
  // A part that a person split off was seen by the machine all along.
  if (openedBy.kind !== 'person' || state.status === 'dismissed' || events.some(({ body }) => body.type === 'split-from')) return []
  const published = firstPublished(state, rollup?.firstPublishedAt ?? null)
  const before = published !== null && published < openedAt ? published : null
  return [
    {
      id: `${id}/missed`,
      kind: 'missed',
      month: monthOf(openedAt),
      department: leadAt(events, events.at(-1)?.at ?? openedAt),
      incidentId: id,
      title,
      drill,
      reason: before === null ? 'from-outside' : 'by-hand',
      words:
        before === null
          ? `由人报告立案，此前未见公开信息：${state.responseReason ?? ''}`
          : `${chinaWallTime(before)} 已有公开信息，${chinaWallTime(openedAt)} 才由人工立案`,
      at: openedAt,
      delayMs: before === null ? null : msBetween(before, openedAt),
      seqs: [1]
    }
  ]
}

function firstPublished(state: IncidentDocument['state'], rolledUp: Instant | null): Instant | null {
  const known = [rolledUp, state.anchors.find(({ kind }) => kind === 'first-published')?.at ?? null].filter((at) => at !== null)
  return known.length === 0 ? null : known.reduce((a, b) => (a < b ? a : b))
}
