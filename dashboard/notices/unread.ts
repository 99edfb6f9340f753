import type { NoticeView } from '../../dashboard-api/contract-notices.ts'

const severity = { I: 4, II: 3, III: 2, IV: 1 } as const

/** Told and not yet read, the graver first, then the newer. */
export function unreadFirst(rows: readonly NoticeView[]): NoticeView[] {
  return rows
    .filter(({ state }) => state !== 'read' && state !== 'signed')
    .toSorted((a, b) => severityOf(b) - severityOf(a) || (a.requestedAt > b.requestedAt ? -1 : 1))
}

/** Whether a red or orange matter that still runs waits for a signature: what rings. */
export function rings(notice: NoticeView, openIncidents: ReadonlySet<string>): boolean {
  return mayRing(notice) && openIncidents.has(notice.subject.id)
}

/** The same, where it is not known yet whether the matter still runs. */
export function mayRing({ grade, state }: NoticeView): boolean {
  return (grade === 'I' || grade === 'II') && state !== 'signed'
}

/** The row in its newest form, where it stands now or first. */
export function withNotice(rows: readonly NoticeView[], notice: NoticeView): NoticeView[] {
  return rows.some(({ id }) => id === notice.id) ? rows.map((row) => (row.id === notice.id ? notice : row)) : [notice, ...rows]
}

function severityOf({ grade }: NoticeView): number {
  return grade === null ? 0 : severity[grade]
}
