import type { Notice } from '../../core/notice.ts'
import type { NoticeCounts } from '../../core/ports.ts'
import { at } from './incidents.ts'

/** Counts of an outbox that nothing was asked of. */
export const noneReached: NoticeCounts = { requested: 0, accepted: 0, delivered: 0, read: 0, signed: 0, dead: 0, possibleDuplicates: 0 }

export function noticeOf(id: string): Notice {
  return {
    id,
    subject: { kind: 'incident', id: 'incident-1' },
    reason: 'step:opened',
    round: 0,
    recipient: { contactId: 'duty', name: '值班室', role: 'duty-officer', departmentId: null, address: 'duty@example.org' },
    channel: 'email',
    grade: 'II',
    title: '新事件',
    body: '正文',
    link: null,
    requestedAt: at('08:00'),
    fetchedElapsedMs: null,
    drill: false
  }
}
