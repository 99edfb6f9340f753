import { describe, expect, it } from 'vitest'
import { rings, unreadFirst, withNotice } from '../../../dashboard/notices/unread.ts'
import type { NoticeView } from '../../../dashboard-api/contract-notices.ts'
import { noticeView } from '../../../dashboard-api/views/notice-view.ts'
import { noticeFor, rowOf } from '../../support/alerting-notices.ts'
import { at } from '../../support/incidents.ts'

function told(id: string, more: Partial<NoticeView> = {}): NoticeView {
  return { ...noticeView(rowOf(noticeFor(id, { channel: 'dashboard' }))), state: 'accepted', ...more }
}

describe('what was told to me', () => {
  it('is unread until I read or signed it, the graver first, then the newer', () => {
    const rows = [
      told('yellow', { grade: 'III', requestedAt: at('13:00') }),
      told('read', { state: 'read' }),
      told('older', { requestedAt: at('11:00') }),
      told('newer', { requestedAt: at('12:00'), state: 'delivered' }),
      told('signed', { state: 'signed' }),
      told('test', { grade: null })
    ]
    expect(unreadFirst(rows).map(({ id }) => id)).toEqual(['newer', 'older', 'yellow', 'test'])
  })

  it('rings for a red or orange matter that runs, until it is signed', () => {
    const open = new Set(['inc-test'])
    expect(rings(told('a'), open)).toBe(true)
    expect(rings(told('a', { grade: 'II', state: 'read' }), open)).toBe(true)
    expect(rings(told('a', { state: 'signed' }), open)).toBe(false)
    expect(rings(told('a', { grade: 'III' }), open)).toBe(false)
    expect(rings(told('a'), new Set())).toBe(false)
  })

  it('changes where it stands, and what is new comes first', () => {
    const rows = [told('a'), told('b')]
    expect(withNotice(rows, told('b', { state: 'read' })).map(({ id, state }) => `${id} ${state}`)).toEqual(['a accepted', 'b read'])
    expect(withNotice(rows, told('c')).map(({ id }) => id)).toEqual(['c', 'a', 'b'])
  })
})
