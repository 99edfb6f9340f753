import { ledgerKinds } from '../core/reports/ledger-paper-kind.ts'
import { isPeriodKind, isSupervisionKind, type ReportKind } from '../core/reports/report-kind.ts'
import type { ReportMakeRequest } from '../dashboard-api/contract-reports.ts'
import type { DeskClient } from './desk-client.ts'

/** A paper that somebody has made: of the incident, of the day, or of its newest document of supervision. */
export interface PaperAct {
  readonly do: 'paper'
  readonly kind: ReportKind
}

/** As the page of papers asks for it; the same key again makes no second one. False while its document does not stand in the ledger. */
export async function makePaper(desk: DeskClient, incidentId: string, { kind }: PaperAct, key: string): Promise<boolean> {
  const request = await requestOf(desk, incidentId, kind)
  if (request !== null) await desk.makePaper(request, key)
  return request !== null
}

async function requestOf(desk: DeskClient, incidentId: string, kind: ReportKind): Promise<ReportMakeRequest | null> {
  if (isPeriodKind(kind)) return { kind }
  if (!isSupervisionKind(kind)) return { kind, incidentId }
  const document = ledgerKinds[kind]
  const row = (await desk.ledger()).rows.find((one) => one.incidentId === incidentId && one.kind === document && one.number !== null)
  return row === undefined ? null : { kind, incidentId, entry: row.entry }
}
