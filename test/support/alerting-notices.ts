import type { Grade } from '../../core/grade.ts'
import type { Notice, NoticeRow } from '../../core/notice.ts'
import { at } from './incidents.ts'

export function noticeFor(id: string, more: Partial<Notice> & { grade?: Grade | null; address?: string | null } = {}): Notice {
  const { address = null, ...rest } = more
  return {
    id,
    subject: { kind: 'incident', id: 'inc-test' },
    reason: 'new-major:opened',
    round: 0,
    recipient: { contactId: 'desk', name: '值班室', role: 'duty-officer', departmentId: null, address },
    channel: 'hook',
    grade: 'I',
    title: 'Ⅰ◆特别重大｜新事件：测试',
    body: '正文',
    link: '/incidents/inc-test',
    requestedAt: at('12:00'),
    fetchedElapsedMs: null,
    drill: false,
    ...rest
  }
}

export function rowOf(notice: Notice, more: Partial<NoticeRow> = {}): NoticeRow {
  return {
    notice,
    state: 'sending',
    attempts: 1,
    possibleDuplicate: false,
    nextTryElapsedMs: null,
    handedElapsedMs: null,
    settledAt: null,
    detail: null,
    marks: {},
    stepUpAt: null,
    ...more
  }
}

/** Waits until it holds; the test's own time limit ends it when it never does. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** What a test has just made must be there. */
export function defined<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('nothing is there')
  return value
}
