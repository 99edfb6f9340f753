import type { Contact } from '../department.ts'
import { drillMark } from '../escalation-words.ts'
import type { Sha256 } from '../incident/chain.ts'
import type { Instant } from '../instant.ts'
import { noticeId } from '../notice-id.ts'
import type { Notice } from '../notice.ts'
import type { ReportRecord } from './report-book.ts'
import { reportKindWords } from './report-kind.ts'

/** Subject of every notice about one paper. */
export function reportSubject(reportId: string): Notice['subject'] {
  return { kind: 'system', id: `report:${reportId}` }
}

export interface ReportWay {
  readonly contact: Contact
  readonly channel: string
  readonly address: string | null
}

/** The paper with its files to one person over one channel. `reason` tells one sending from another: the same again is the same notice. */
export function reportNotice(
  { sha256, drill }: { readonly sha256: Sha256; readonly drill: boolean },
  { contact, channel, address }: ReportWay,
  record: ReportRecord,
  { reason, at, note = '' }: { readonly reason: string; readonly at: Instant; readonly note?: string }
): Notice {
  const mark = drill || record.drill ? drillMark : ''
  const subject = reportSubject(record.id)
  return {
    id: noticeId(sha256, subject, reason, 0, contact.id, channel),
    subject,
    reason,
    round: 0,
    recipient: { contactId: contact.id, name: contact.name, role: contact.role, departmentId: contact.departmentId, address },
    channel,
    grade: null,
    title: `${mark}${reportKindWords[record.kind]}：${record.title}`,
    body: [
      `${mark}${record.title}（${record.number}）已生成，依据 ${record.sources} 条。`,
      ...(note === '' ? [] : [note]),
      ...record.problems,
      '文件校验值：',
      ...record.files.map(({ name, key }) => `${name}  SHA-256 ${key}`)
    ].join('\n'),
    link: '/reports',
    requestedAt: at,
    fetchedElapsedMs: null,
    drill,
    attachments: record.files.map(({ key, name }) => ({ key, name }))
  }
}
