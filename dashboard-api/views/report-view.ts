import type { NoticeRow } from '../../core/notice.ts'
import type { Action } from '../../core/permission.ts'
import type { NoticeStore } from '../../core/ports.ts'
import type { ReportRecord } from '../../core/reports/report-book.ts'
import { reportKindWords, reportScopes, type ReportKind } from '../../core/reports/report-kind.ts'
import { reportSubject } from '../../core/reports/report-notice.ts'
import type { ReportDesk, ReportView } from '../contract-reports.ts'
import { actorName } from './words.ts'

const mostSent = 500

/** What accuses a unit is not for everybody to issue. */
export function makeAction(kind: ReportKind): Action {
  return reportScopes[kind] === 'supervision' ? 'report.supervise' : 'report.make'
}

/** Every notice that brought the paper to somebody; what told the desk of its trouble is none. */
export async function sentOf(notices: Pick<NoticeStore, 'list'>, reportId: string): Promise<readonly NoticeRow[]> {
  const rows = await notices.list({ subjectId: reportSubject(reportId).id, limit: mostSent })
  return rows.filter(({ notice }) => notice.attachments !== undefined)
}

export function reportView({ madeBy, files, kind, ...record }: ReportRecord): ReportView {
  const { id, title, number, incidentId, madeAt, drill, sources, problems, paper, editedFrom } = record
  return {
    id,
    kind,
    kindWords: reportKindWords[kind],
    title,
    number,
    incidentId,
    madeAt,
    madeBy: actorName(madeBy),
    drill,
    sources,
    files: files.map(({ format, name, key, bytes }) => ({ format, name, sha256: key, bytes })),
    problems,
    shown: paper !== null,
    editedFrom
  }
}

export function newerView(record: ReportRecord | null): ReportDesk['newer'] {
  if (record === null) return null
  const { id, number, madeBy, madeAt } = record
  return { id, number, madeBy: actorName(madeBy), madeAt }
}
