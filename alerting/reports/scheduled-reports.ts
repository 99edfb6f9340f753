import { machine, type Actor } from '../../core/actor.ts'
import type { Clock } from '../../core/clock.ts'
import type { Contact } from '../../core/department.ts'
import { drillMark } from '../../core/escalation-words.ts'
import type { Sha256 } from '../../core/incident/chain.ts'
import { noticeId } from '../../core/notice-id.ts'
import type { Notice } from '../../core/notice.ts'
import type { Leases, Logger, NoticeStore, Running } from '../../core/ports.ts'
import type { ReportRequest } from '../../core/reports/make-report.ts'
import { readReports, type ReportRecord, type ReportShelf } from '../../core/reports/report-book.ts'
import { reportKindWords } from '../../core/reports/report-kind.ts'
import { lastDue, type DueReport } from '../../core/reports/report-schedule.ts'
import type { ReportTime } from '../../core/reports/report-settings.ts'
import type { Channel } from '../channels/channel.ts'

export interface ScheduledReportsDeps {
  readonly schedule: readonly ReportTime[]
  readonly make: (request: ReportRequest, actor: Actor) => Promise<ReportRecord>
  readonly shelf: ReportShelf
  readonly notices: Pick<NoticeStore, 'request'>
  readonly leases: Leases
  readonly holder: string
  readonly contacts: readonly Contact[]
  readonly channels: Readonly<Record<string, Pick<Channel, 'reach'>>>
  readonly clock: Clock
  readonly sha256: Sha256
  readonly logger: Logger
  readonly drill: boolean
  readonly requested: () => void
}

const lookEveryMs = 5_000
/** The longest that there is. Should a paper take longer and another process make it too, the book keeps one, since its id follows from what is due. */
const leaseMs = 30_000

/**
 * 定时报告: what is due follows from the configuration, the clock and the book, so that a restart makes up the newest that was missed and
 * two processes make one. Notices have ids of paper, person and channel: asked for again, none is sent twice.
 */
export function createScheduledReports(deps: ScheduledReportsDeps): { look(): Promise<number> } {
  const settled = new Set<string>()
  return {
    async look() {
      const { clock, leases, holder } = deps
      const due = deps.schedule.flatMap((time) => {
        const report = lastDue(time, clock.now())
        return report === null || settled.has(report.cause) ? [] : [{ time, report }]
      })
      if (due.length === 0) return 0
      if ((await leases.acquire('reports', holder, clock.elapsedMs(), leaseMs)) === null) return 0
      try {
        let made = 0
        for (const one of due) {
          made += await settle(deps, one)
          settled.add(one.report.cause)
        }
        return made
      } finally {
        await leases.release('reports', holder)
      }
    }
  }
}

/** Made where the book does not have it, and sent. Returns 1 for a paper that is new. */
async function settle(deps: ScheduledReportsDeps, { time, report }: { readonly time: ReportTime; readonly report: DueReport }): Promise<number> {
  const { clock, shelf, make, notices, logger } = deps
  const known = (await readReports(shelf, clock.elapsedMs())).find(({ cause }) => cause === report.cause)
  const id = deps.sha256(report.cause).slice(0, 24)
  const record = known ?? (await make({ kind: time.kind, day: report.day, cause: report.cause, id }, machine('alerting')))
  const asked = noticesOf(deps, time, record)
  if (time.to.length > 0 && asked.length === 0) logger.error({ report: record.id, to: time.to }, 'a report was made and nobody can be sent it')
  const added = await notices.request(asked)
  if (added.length > 0) deps.requested()
  return known === undefined ? 1 : 0
}

function noticesOf(deps: ScheduledReportsDeps, time: ReportTime, record: ReportRecord): Notice[] {
  const subject = { kind: 'system' as const, id: `report:${record.id}` }
  const mark = deps.drill ? drillMark : ''
  return deps.contacts
    .filter(({ id }) => time.to.includes(id))
    .flatMap((contact) =>
      time.channels.flatMap((channel): Notice[] => {
        const way = deps.channels[channel]?.reach(contact)
        if (way === undefined || 'unreachable' in way) return []
        return [
          {
            id: noticeId(deps.sha256, subject, 'report', 0, contact.id, channel),
            subject,
            reason: 'report',
            round: 0,
            recipient: { contactId: contact.id, name: contact.name, role: contact.role, departmentId: contact.departmentId, address: way.address },
            channel,
            grade: null,
            title: `${mark}${reportKindWords[record.kind]}：${record.title}`,
            body: [
              `${mark}${record.title}（${record.number}）已生成，依据 ${record.sources} 条。`,
              ...record.problems,
              '文件校验值：',
              ...record.files.map(({ name, key }) => `${name}  SHA-256 ${key}`)
            ].join('\n'),
            link: '/reports',
            requestedAt: record.madeAt,
            fetchedElapsedMs: null,
            drill: deps.drill,
            attachments: record.files.map(({ key, name }) => ({ key, name }))
          }
        ]
      })
    )
}

/** Beside the sweep: a large paper delays no deadline. */
export function startScheduledReports(deps: ScheduledReportsDeps): Running {
  const reports = createScheduledReports(deps)
  let running: Promise<unknown> | null = null
  const look = (): void => {
    running ??= reports
      .look()
      .catch((error: unknown) => deps.logger.error({ error: String(error) }, 'a scheduled report could not be made; it is tried again'))
      .finally(() => (running = null))
  }
  const timer = setInterval(look, lookEveryMs)
  return {
    async close() {
      clearInterval(timer)
      await running
    }
  }
}
