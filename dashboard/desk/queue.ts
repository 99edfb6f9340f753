import { severityOf } from '../../core/grade.ts'
import type { IncidentQueueQuery, IncidentRow } from '../../dashboard-api/contract.ts'

export type QueueStatus = NonNullable<IncidentQueueQuery['status']>

/** Most severe first, then least time left, then newest: the server's order, kept when rows arrive live. */
export function byLevelAndTimeLeft(a: IncidentRow, b: IncidentRow): number {
  const severity = severityOf(b.grade) - severityOf(a.grade)
  if (severity !== 0) return severity
  const due = compare(a.nextDueAt ?? '9', b.nextDueAt ?? '9')
  return due !== 0 ? due : compare(b.openedAt, a.openedAt)
}

export interface Merge {
  readonly rows: readonly IncidentRow[]
  /** It was not in the queue before. */
  readonly arrived: boolean
}

/** The queue with a row that arrived live. A row that is older than ours changes nothing; one that left the status asked for goes. */
export function mergeRow(rows: readonly IncidentRow[], row: IncidentRow, status: QueueStatus): Merge {
  const known = rows.find((other) => other.id === row.id)
  if (known !== undefined && known.version > row.version) return { rows, arrived: false }
  const others = rows.filter((other) => other.id !== row.id)
  if (status !== 'all' && row.status !== status) return { rows: others, arrived: false }
  return { rows: [...others, row].sort(byLevelAndTimeLeft), arrived: known === undefined }
}

/** The queue as it was read, with the rows that were told while it was under way: a list of its own, as what was read still grows. */
export function mergeRows(rows: readonly IncidentRow[], told: readonly IncidentRow[], status: QueueStatus): readonly IncidentRow[] {
  return told.reduce<readonly IncidentRow[]>((merged, row) => mergeRow(merged, row, status).rows, [...rows])
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
