import type { ReportMakeRequest } from '../../dashboard-api/contract-reports.ts'
import type { SupervisionRow } from '../../dashboard-api/contract-supervision.ts'
import { ledgerKinds } from '../../core/reports/ledger-paper-kind.ts'
import { isSupervisionKind, type ReportKind } from '../../core/reports/report-kind.ts'

/** Which document goes on paper, and for a 约谈通知 when and where; empty fields are left to the paper. */
export interface MatterForm {
  /** Id of the ledger's row. */
  row: string
  meetingAt: string
  meetingPlace: string
  attendees: string
}

export function emptyMatter(): MatterForm {
  return { row: '', meetingAt: '', meetingPlace: '', attendees: '' }
}

/** The documents that this kind of paper may be made of: issued and numbered. */
export function documentsFor(kind: ReportKind, rows: readonly SupervisionRow[]): SupervisionRow[] {
  if (!isSupervisionKind(kind)) return []
  return rows.filter((row) => row.kind === ledgerKinds[kind] && row.status === 'issued' && row.number !== null)
}

/** Null while no document is chosen. Days and times are those of a wall in China. */
export function supervisionRequest(kind: ReportKind, form: MatterForm, rows: readonly SupervisionRow[]): ReportMakeRequest | null {
  const row = documentsFor(kind, rows).find(({ id }) => id === form.row)
  if (row === undefined) return null
  const named = { kind, incidentId: row.incidentId, entry: row.entry }
  if (kind !== 'regulatory-talk' || form.meetingAt === '') return named
  return { ...named, meeting: { at: utcOf(form.meetingAt), place: form.meetingPlace, attendees: form.attendees } }
}

function utcOf(wall: string): string {
  return new Date(`${wall}:00+08:00`).toISOString()
}

export function chinaToday(now: string): string {
  return new Date(Date.parse(now) + 8 * 3_600_000).toISOString().slice(0, 10)
}
