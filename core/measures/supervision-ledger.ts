import { chinaWallTime, type Instant } from '../instant.ts'
import { severityOf } from '../grade.ts'
import { entriesOf } from '../incident/draft-supervision.ts'
import { proposeSupervision, type SupervisionProposal } from '../incident/propose-supervision.ts'
import type { SupervisionEntry } from '../incident/supervision-entry.ts'
import { findingWords, supervisionWords } from '../supervision.ts'
import type { MeasuredIncident } from './measured-incident.ts'
import { monthOf, type Month } from './month.ts'

/** One document of the 督办台账, with the matter that it stands in. */
export interface LedgerRow {
  /** Of all matters: `INCIDENT/supervision-2`; what its number was given to. */
  readonly id: string
  readonly incidentId: string
  readonly title: string
  readonly drill: boolean
  /** In which it was drafted. */
  readonly month: Month
  readonly entry: SupervisionEntry
  /** Its rectification is due, and not reported in time. */
  readonly isOverdue: boolean
}

export interface LedgerProposal extends SupervisionProposal {
  readonly incidentId: string
  readonly title: string
  readonly drill: boolean
}

/** Documents of the ledger, the newest first. */
export function ledgerRows(incidents: readonly Pick<MeasuredIncident, 'id' | 'state'>[], now: Instant): LedgerRow[] {
  return incidents
    .flatMap(({ id, state }) =>
      entriesOf(state).map((entry) => ({
        id: `${id}/${entry.id}`,
        incidentId: id,
        title: state.title,
        drill: state.drill,
        month: monthOf(entry.drafted.at),
        entry,
        isOverdue: entry.rectification === 'due' && entry.rectifyBy !== null && entry.rectifyBy < now
      }))
    )
    .sort((a, b) => (a.entry.drafted.at < b.entry.drafted.at ? 1 : a.entry.drafted.at > b.entry.drafted.at ? -1 : a.id < b.id ? -1 : 1))
}

/** What the machine proposes, matter by matter: the gravest first, of these the newest. */
export function ledgerProposals(incidents: readonly Pick<MeasuredIncident, 'id' | 'state'>[], now: Instant): LedgerProposal[] {
  return incidents
    .toSorted(byGravity)
    .flatMap(({ id, state }) =>
      proposeSupervision(state, now).map((proposal) => ({ ...proposal, incidentId: id, title: state.title, drill: state.drill }))
    )
}

function byGravity({ state: a }: Pick<MeasuredIncident, 'state'>, { state: b }: Pick<MeasuredIncident, 'state'>): number {
  return severityOf(b.grade) - severityOf(a.grade) || (a.openedAt < b.openedAt ? 1 : a.openedAt > b.openedAt ? -1 : 0)
}

/** How far a document is. */
export function ledgerStatus({ status, rectification }: SupervisionEntry, isOverdue: boolean): string {
  if (status === 'awaiting-signature') return '待签发'
  if (status === 'refused') return '不予签发'
  if (isOverdue) return '整改逾期'
  return { none: '已签发', due: '整改中', reported: '待验收', accepted: '整改完成' }[rectification]
}

/** 台账 as a table, for whatever writes one: a workbook, a terminal. Instants are Beijing time in words. */
export interface LedgerTable {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

export function ledgerTable(rows: readonly LedgerRow[]): LedgerTable {
  return {
    title: '督办台账',
    columns: [
      '文号',
      '类别',
      '被督办单位',
      '认定',
      '事实与理由',
      '依据（项）',
      '事件',
      '起草时间',
      '签发时间',
      '陈述',
      '整改期限',
      '状态',
      '越级理由'
    ],
    rows: rows.map(({ entry, title, drill, isOverdue }) => [
      entry.number?.words ?? (entry.status === 'issued' ? '待编号' : ''),
      supervisionWords[entry.kind],
      entry.unit.name,
      findingWords[entry.finding],
      entry.text,
      entry.evidence.length,
      `${drill ? '【演练】' : ''}${title}`,
      chinaWallTime(entry.drafted.at),
      entry.status === 'issued' && entry.decided !== null ? chinaWallTime(entry.decided.at) : '',
      entry.statement?.text ?? '',
      entry.rectifyBy === null ? '' : chinaWallTime(entry.rectifyBy),
      ledgerStatus(entry, isOverdue),
      entry.skipReason ?? ''
    ])
  }
}
