import type { Notice } from '../../core/notice.ts'
import { at } from './incidents.ts'

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
