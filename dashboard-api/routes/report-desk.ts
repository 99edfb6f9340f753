import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Person } from '../../core/actor.ts'
import { InvalidInputError, NotFoundError, RefusedError } from '../../core/errors.ts'
import { can, demand } from '../../core/permission.ts'
import { uneditableBecause } from '../../core/reports/edit-report.ts'
import { paperTexts } from '../../core/reports/edit-paper.ts'
import type { Paper } from '../../core/reports/paper.ts'
import { newerEdition, readReports, type ReportRecord } from '../../core/reports/report-book.ts'
import { reportNotice } from '../../core/reports/report-notice.ts'
import { readPaper } from '../../core/reports/stored-paper.ts'
import { callerOf, signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { ReportEditRequest, ReportSendRequest, type ReportDesk, type ReportView } from '../contract-reports.ts'
import { readRequest } from '../read-request.ts'
import { makeAction, newerView, reportView, sentOf } from '../views/report-view.ts'
import { noticeStateWords } from '../views/words.ts'
import { commandIdOf } from './incident-commands.ts'

type OfReport = FastifyRequest<{ Params: { id: string } }>

/** One paper at hand: looked at as it prints, put in other words, sent with its files. */
export function reportDeskRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock, contacts } = context
  const config = { access: 'report.read' as const }

  app.get('/api/reports/:id/desk', { config }, async (request: OfReport) => desk(await find(request), callerOf(request)))

  app.get('/api/reports/:id/preview', { config }, async (request: OfReport, reply) => {
    const paper = await paperOf(await find(request))
    if (paper === null) throw new NotFoundError('这份报告没有留底稿，请下载文件查看')
    return await reply
      .header('content-security-policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'")
      .header('cache-control', 'private, no-store')
      .type('text/html; charset=utf-8')
      .send(context.reports.preview(paper))
  })

  app.post('/api/reports/:id/edit', { config }, async (request: OfReport, reply): Promise<ReportView> => {
    const { person } = signedIn(request)
    const base = await find(request)
    demand(person, makeAction(base.kind))
    const { edits } = readRequest(ReportEditRequest, request.body)
    const id = commandIdOf(context, request, person, 'report-edit')
    const known = (await all()).find((record) => record.id === id)
    void reply.code(201)
    return reportView(known ?? (await context.reports.edit({ id, base, edits }, person)))
  })

  app.post('/api/reports/:id/send', { config }, async (request: OfReport): Promise<ReportDesk> => {
    const { person } = signedIn(request)
    const record = await find(request)
    demand(person, makeAction(record.kind))
    const asked = readRequest(ReportSendRequest, request.body)
    const deed = { actor: person, action: 'report.send', subject: record.id, detail: `${record.number} ${asked.channel}：${asked.to.join('、')}` }
    await audited({ audit: stores.audit, clock }, deed, async () => {
      const sending = { reason: `report-sent:${commandIdOf(context, request, person, 'report-send')}`, at: clock.now(), note: asked.note }
      const ways = await waysOf(asked.channel, asked.to)
      const by = { sha256: context.writer.sha256, drill: context.drill }
      await stores.notices.request(ways.map((way) => reportNotice(by, way, record, sending)))
    })
    return await desk(record, person)
  })

  /** All of them or none: who was left out silently would be waited for. */
  async function waysOf(channel: string, to: readonly string[]) {
    const about = (await context.channels()).get(channel)
    if (about?.carriesFiles !== true) throw new InvalidInputError(`渠道 ${channel} 没有启用，或带不了附件`)
    return [...new Set(to)].map((id) => {
      const contact = contacts.find((one) => one.id === id)
      if (contact === undefined) throw new InvalidInputError(`没有编号为 ${id} 的岗位`)
      const way = about.reach(contact)
      if ('unreachable' in way) throw new RefusedError(`${contact.name}：${way.unreachable}`)
      return { contact, channel, address: way.address }
    })
  }

  async function desk(record: ReportRecord, person: Person): Promise<ReportDesk> {
    const reading = [paperOf(record), sentOf(stores.notices, record.id), context.channels(), all()] as const
    const [paper, sent, abouts, records] = await Promise.all(reading)
    return {
      view: reportView(record),
      may: can(person, makeAction(record.kind)),
      locked: uneditableBecause(record),
      newer: newerView(newerEdition(records, record)),
      texts: paper === null ? [] : paperTexts(paper),
      channels: [...abouts]
        .filter(([, { carriesFiles }]) => carriesFiles === true)
        .map(([id, { words, reach }]) => ({
          id,
          words,
          contacts: contacts.map((contact) => {
            const way = reach(contact)
            return { id: contact.id, name: contact.name, unreachable: 'unreachable' in way ? way.unreachable : null }
          })
        })),
      sent: sent.map(({ notice, state, settledAt, detail }) => ({
        recipient: notice.recipient.name,
        channel: abouts.get(notice.channel)?.words ?? notice.channel,
        at: notice.requestedAt,
        stateWords: noticeStateWords[state],
        settledAt,
        detail
      }))
    }
  }

  async function paperOf({ paper }: ReportRecord): Promise<Paper | null> {
    return paper === null ? null : await readPaper(stores.evidence, paper)
  }

  async function find({ params }: OfReport): Promise<ReportRecord> {
    const record = (await all()).find(({ id }) => id === params.id)
    if (record === undefined) throw new NotFoundError('没有这份报告')
    return record
  }

  function all(): Promise<readonly ReportRecord[]> {
    return readReports(stores.crawl, clock.elapsedMs())
  }
}
