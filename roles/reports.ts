import { createOfficeFiles } from '../adapters/reports/office-files.ts'
import { createPdfPrinter } from '../adapters/reports/pdf.ts'
import { findChromium } from '../adapters/web/chromium.ts'
import { timelineOf } from '../dashboard-api/views/timeline.ts'
import type { Config } from '../config/schema.ts'
import type { Actor } from '../core/actor.ts'
import type { Clock } from '../core/clock.ts'
import type { Running, Stores } from '../core/ports.ts'
import { editReport, type EditRequest } from '../core/reports/edit-report.ts'
import { makeReport, type ReportRequest } from '../core/reports/make-report.ts'
import type { ReportRecord } from '../core/reports/report-book.ts'
import type { DescribeEvents } from '../core/reports/source-book.ts'
import type { ReportWriters } from '../core/reports/write-files.ts'

/** Making papers, with the writers that a process has. */
export interface Reports extends Running {
  make(request: ReportRequest, actor: Actor): Promise<ReportRecord>
  edit(request: EditRequest, actor: Actor): Promise<ReportRecord>
}

export interface ReportsGround {
  readonly config: Pick<Config, 'reports' | 'unit' | 'jurisdiction' | 'sources'>
  readonly stores: Pick<Stores, 'mentions' | 'incidents' | 'crawl' | 'evidence' | 'audit'>
  readonly clock: Clock
  readonly drill: boolean
  /** The browser that prints PDFs; the machine's own when not given, null for none. */
  readonly executablePath?: string | null
}

/** An event in the very words of the incident's page. */
const describe: DescribeEvents = (events) => timelineOf(events).map(({ seq, title, detail, actor }) => ({ seq, title, detail, by: actor.name }))

/** Writers are loaded with the first paper: a process that makes none does without them. */
export function openReports({ config, stores, clock, drill, executablePath = findChromium() }: ReportsGround): Reports {
  const names = new Map(config.sources.map(({ id, name }) => [id, name]))
  const office = createOfficeFiles()
  const printer = executablePath === null ? null : createPdfPrinter(executablePath)
  let before: Promise<unknown> = Promise.resolve()
  return {
    make: (request, actor) => inTurn(() => makeOne(request, actor)),
    edit: (request, actor) => inTurn(() => editReport({ stores, clock, writers: writersNow() }, request, actor)),
    async close() {
      await before
      await Promise.all([office.close(), printer?.close()])
    }
  }

  /** One after the other: a browser prints, and twenty people may press at once. */
  function inTurn(work: () => Promise<ReportRecord>): Promise<ReportRecord> {
    const made = before.then(work)
    before = made.catch(() => undefined)
    return made
  }

  /** While the stores are read, thread and browser start. */
  function writersNow(): ReportWriters {
    office.prepare()
    printer?.prepare()
    return { docx: office.docx, xlsx: office.xlsx, pdf: printer?.print ?? null }
  }

  async function makeOne(request: ReportRequest, actor: Actor): Promise<ReportRecord> {
    const deps = {
      stores,
      clock,
      drill,
      writers: writersNow(),
      describe,
      settings: config.reports.settings,
      templates: config.reports.templates,
      unit: config.unit.name,
      jurisdiction: config.jurisdiction.name,
      sourceName: (id: string) => names.get(id) ?? id
    }
    return await makeReport(deps, request, actor)
  }
}
