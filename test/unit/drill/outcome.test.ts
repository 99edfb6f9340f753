import { expect, test } from 'vitest'
import { accountOf } from '../../../drill/outcome.ts'
import { noticeFor, rowOf } from '../../support/alerting-notices.ts'

test('every notice is accounted for once, by post, channel and state', () => {
  const chief = { contactId: 'chief', name: '主要领导', role: 'leader', departmentId: null, address: null }
  const rows = [
    rowOf(noticeFor('a', { channel: 'mail' }), { state: 'accepted' }),
    rowOf(noticeFor('b', { channel: 'mail' }), { state: 'accepted' }),
    rowOf(noticeFor('c', { channel: 'mail' }), { state: 'dead' }),
    rowOf(noticeFor('d', { channel: 'dashboard' }), { state: 'signed' }),
    rowOf({ ...noticeFor('e', { channel: 'mail' }), recipient: chief }, { state: 'read' })
  ]
  expect(accountOf(rows)).toEqual([
    { recipient: '值班室', channel: 'dashboard', states: { signed: 1 } },
    { recipient: '值班室', channel: 'mail', states: { accepted: 2, dead: 1 } },
    { recipient: '主要领导', channel: 'mail', states: { read: 1 } }
  ])
})
