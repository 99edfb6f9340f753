import type { Contact } from '../../core/department.ts'
import { drillMark } from '../../core/escalation-words.ts'
import type { Sha256 } from '../../core/incident/chain.ts'
import { chinaWallTime, type Instant } from '../../core/instant.ts'
import { noticeId } from '../../core/notice-id.ts'
import type { Notice, NoticeRow } from '../../core/notice.ts'
import { reportKindWords } from '../../core/reports/report-kind.ts'
import type { ReportRecord } from '../../core/reports/report-book.ts'
import { reportNotice, reportSubject } from '../../core/reports/report-notice.ts'
import type { DueReport } from '../../core/reports/report-schedule.ts'
import type { ReportTime } from '../../core/reports/report-settings.ts'
import type { Channel } from '../channels/channel.ts'

export interface ReportNoticesDeps {
  readonly contacts: readonly Contact[]
  readonly channels: Readonly<Record<string, Pick<Channel, 'reach'>>>
  readonly sha256: Sha256
  readonly drill: boolean
}

/** Reason of the notice that brings a paper; its trouble has reasons of its own. */
export const reportReason = 'report'

/** A paper to each on its schedule over each channel that reaches them, and who is reached by none of a channel, with why. */
export function noticesOfReport(
  deps: ReportNoticesDeps,
  time: ReportTime,
  record: ReportRecord
): { readonly notices: Notice[]; readonly unreached: string[] } {
  const unreached: string[] = []
  const notices = deps.contacts
    .filter(({ id }) => time.to.includes(id))
    .flatMap((contact) =>
      time.channels.flatMap((channel): Notice[] => {
        // One that is switched off was switched off by somebody.
        const way = deps.channels[channel]?.reach(contact)
        if (way === undefined) return []
        if ('unreachable' in way) {
          unreached.push(`${contact.name}（${channel}）：${way.unreachable}`)
          return []
        }
        const to = { contact, channel, address: way.address }
        return [reportNotice(deps, to, record, { reason: reportReason, at: record.madeAt })]
      })
    )
  return { notices, unreached }
}

/** 未能生成: to the desk, once for what was due. */
export function notMadeNotices(deps: ReportNoticesDeps, time: ReportTime, due: DueReport, id: string, why: string, now: Instant): Notice[] {
  const words = reportKindWords[time.kind]
  return toDesk(deps, id, 'report-not-made', now, {
    title: `${markOf(deps)}${words}未能生成，仍在重试`,
    body: `${markOf(deps)}应于 ${chinaWallTime(due.dueAt)} 生成的${words}没有生成：${why}\n仍在重试；也可在报告页手工生成。`
  })
}

/** 没有送到: to the desk, once for each person and channel. */
export function notSentNotices(deps: ReportNoticesDeps, record: ReportRecord, row: NoticeRow, now: Instant): Notice[] {
  const { recipient, channel } = row.notice
  const ended = row.state === 'failed' || row.state === 'dead'
  return toDesk(deps, record.id, `report-not-sent:${recipient.contactId}:${channel}`, now, {
    title: `${markOf(deps)}${reportKindWords[record.kind]}没有送到${recipient.name}（${channel}）`,
    body: [
      `${markOf(deps)}${record.title}（${record.number}）${ended ? '没有送到，已停止重试' : `试了 ${row.attempts} 次仍没有送到，继续重试`}：${row.detail ?? '原因不详'}`,
      '报告可在报告页下载后另行送达。'
    ].join('\n')
  })
}

/** 无法送达: whom a schedule names and no address reaches; to the desk, once for each paper. */
export function unreachedNotices(deps: ReportNoticesDeps, record: ReportRecord, unreached: readonly string[], now: Instant): Notice[] {
  if (unreached.length === 0) return []
  return toDesk(deps, record.id, 'report-unreached', now, {
    title: `${markOf(deps)}${reportKindWords[record.kind]}有人送不到`,
    body: [`${markOf(deps)}${record.title}（${record.number}）已生成，以下人员按定时设置应送而无法送达：`, ...unreached].join('\n')
  })
}

function markOf({ drill }: ReportNoticesDeps): string {
  return drill ? drillMark : ''
}

function toDesk(deps: ReportNoticesDeps, reportId: string, reason: string, at: Instant, words: Pick<Notice, 'title' | 'body'>): Notice[] {
  return deps.contacts
    .filter(({ role }) => role === 'duty-officer')
    .flatMap((contact): Notice[] => {
      const way = deps.channels['dashboard']?.reach(contact)
      if (way === undefined || 'unreachable' in way) return []
      return [{ ...noticeTo(deps, { contact, channel: 'dashboard', address: way.address }, reportSubject(reportId), reason, at), ...words }]
    })
}

interface Way {
  readonly contact: Contact
  readonly channel: string
  readonly address: string | null
}

function noticeTo(
  { sha256, drill }: ReportNoticesDeps,
  { contact, channel, address }: Way,
  subject: Notice['subject'],
  reason: string,
  requestedAt: Instant
): Omit<Notice, 'title' | 'body'> {
  return {
    id: noticeId(sha256, subject, reason, 0, contact.id, channel),
    subject,
    reason,
    round: 0,
    recipient: { contactId: contact.id, name: contact.name, role: contact.role, departmentId: contact.departmentId, address },
    channel,
    grade: null,
    link: '/reports',
    requestedAt,
    fetchedElapsedMs: null,
    drill
  }
}
