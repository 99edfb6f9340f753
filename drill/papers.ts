import { SupervisionMatter } from '../core/reports/supervision-matter.ts'
import type { ReportKind } from '../core/reports/report-kind.ts'
import { chinaWallTime } from '../core/instant.ts'
import type { SupervisionKind } from '../core/supervision.ts'
import type { ReportMakeRequest } from '../dashboard-api/contract-reports.ts'
import type { SupervisionRow } from '../dashboard-api/contract-supervision.ts'
import type { DeskClient } from './desk-client.ts'

/** A paper that somebody has made: of the incident, of the day, or of its newest document of supervision. */
export interface PaperAct {
  readonly do: 'paper'
  readonly kind: ReportKind
}

const documents: Readonly<Partial<Record<ReportKind, SupervisionKind>>> = {
  'supervision-order': 'order',
  'notice-of-criticism': 'criticism',
  'regulatory-talk': 'summons'
}

/** As the page of papers asks for it; the same key again makes no second one. False while its document does not stand in the ledger. */
export async function makePaper(desk: DeskClient, incidentId: string, { kind }: PaperAct, key: string): Promise<boolean> {
  const request = await requestOf(desk, incidentId, kind)
  if (request !== null) await desk.makePaper(request, key)
  return request !== null
}

async function requestOf(desk: DeskClient, incidentId: string, kind: ReportKind): Promise<ReportMakeRequest | null> {
  if (kind === 'daily' || kind === 'weekly' || kind === 'monthly') return { kind }
  const document = documents[kind]
  if (document === undefined) return { kind, incidentId }
  const row = (await desk.ledger()).rows.find((one) => one.incidentId === incidentId && one.kind === document && one.number !== null)
  return row === undefined ? null : { kind, matter: matterOf(row) }
}

/** What a supervisor copies from the ledger into the form of the paper. */
function matterOf(row: SupervisionRow): SupervisionMatter {
  return SupervisionMatter.parse({
    number: row.number,
    unit: row.unit.name,
    incidentId: row.incidentId,
    finding: row.findingWords,
    facts: row.text,
    evidence: row.evidence.map(({ words, seq }) => ({ words, incidentId: row.incidentId, eventSeq: seq })),
    requirement: `请于 ${row.rectifyBy === null ? '三日内' : chinaWallTime(row.rectifyBy)} 前完成整改，并书面报告情况。`,
    dueAt: row.rectifyBy,
    statement: row.statement?.text ?? null
  })
}
