import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Actor } from '../../core/actor.ts'
import { NotFoundError } from '../../core/errors.ts'
import { can, demand } from '../../core/permission.ts'
import { readReports, ReportFormat, type ReportRecord } from '../../core/reports/report-book.ts'
import { readFigures, type ReportFigures } from '../../core/reports/report-figures.ts'
import { ReportKind, reportKindWords, reportScopes } from '../../core/reports/report-kind.ts'
import { nextDue } from '../../core/reports/report-schedule.ts'
import { callerOf, signedIn } from '../access.ts'
import { writeAudit } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { FiguresQuery, ReportMakeRequest, type ReportList, type ReportView } from '../contract-reports.ts'
import { readRequest } from '../read-request.ts'
import { makeAction, reportView } from '../views/report-view.ts'
import { commandIdOf } from './incident-commands.ts'

const mostShown = 200

/** Papers: what there is, making one, and its files. Making writes the audit log itself; so does each download. */
export function reportRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock } = context

  app.get('/api/figures', { config: { access: 'report.read' } }, async (request): Promise<ReportFigures> => {
    const { figures } = await readFigures(stores, readRequest(FiguresQuery, request.query), clock.now())
    return figures
  })

  app.get('/api/reports', { config: { access: 'report.read' } }, async (request): Promise<ReportList> => {
    const now = clock.now()
    return {
      now,
      kinds: ReportKind.options.map((kind) => ({
        kind,
        words: reportKindWords[kind],
        scope: reportScopes[kind],
        may: can(callerOf(request), makeAction(kind))
      })),
      schedule: context.reports.schedule.map((time) => ({
        kindWords: reportKindWords[time.kind],
        nextAt: nextDue(time, now).dueAt,
        to: time.to.map((id) => context.contacts.find((contact) => contact.id === id)?.name ?? id)
      })),
      rows: (await readReports(stores.crawl, clock.elapsedMs())).slice(0, mostShown).map(reportView)
    }
  })

  app.post('/api/reports', { config: { access: 'report.read' } }, async (request, reply): Promise<ReportView> => {
    const { person } = signedIn(request)
    const asked = readRequest(ReportMakeRequest, request.body)
    demand(person, makeAction(asked.kind))
    const id = commandIdOf(context, request, person, 'report')
    const record = (await find(id)) ?? (await make(asked, id, person))
    void reply.code(201)
    return reportView(record)
  })

  app.get<{ Params: { id: string; format: string } }>('/api/reports/:id/:format', { config: { access: 'report.read' } }, async (request, reply) => {
    const format = readRequest(z.object({ format: ReportFormat }), { format: request.params.format }).format
    const record = await find(request.params.id)
    const file = record?.files.find((one) => one.format === format)
    const kept = file === undefined ? null : await stores.evidence.get(file.key)
    if (record === null || file === undefined || kept === null) throw new NotFoundError('没有这份报告')
    const person = callerOf(request)
    await writeAudit({ audit: stores.audit, clock }, { actor: person, action: 'report.download', subject: record.id, detail: format }, '已办')
    return await reply
      .header('content-security-policy', "sandbox; default-src 'none'; frame-ancestors 'none'")
      .header('content-disposition', `attachment; filename="report.${format}"; filename*=UTF-8''${encodeURIComponent(file.name)}`)
      .header('x-evidence-sha256', file.key)
      .header('cache-control', 'private, no-store')
      .type(kept.contentType ?? 'application/octet-stream')
      .send(Buffer.from(kept.bytes))
  })

  async function find(id: string): Promise<ReportRecord | null> {
    return (await readReports(stores.crawl, clock.elapsedMs())).find((record) => record.id === id) ?? null
  }

  function make({ kind, day, incidentId, entry, meeting }: z.output<typeof ReportMakeRequest>, id: string, actor: Actor): Promise<ReportRecord> {
    const about = {
      ...(day === undefined ? {} : { day }),
      ...(incidentId === undefined ? {} : { incidentId }),
      ...(entry === undefined ? {} : { entry }),
      ...(meeting === undefined ? {} : { meeting })
    }
    return context.reports.make({ kind, id, cause: `person:${id}`, ...about }, actor)
  }
}
