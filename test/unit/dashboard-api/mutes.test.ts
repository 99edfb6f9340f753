import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MuteList } from '../../../dashboard-api/contract-notices.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'
import { noticeFor, openIncident } from '../../support/api-incidents.ts'
import { at } from '../../support/incidents.ts'

let one: TestApp
let duty: string

beforeEach(async () => {
  one = await startApp()
  duty = await one.signIn(['duty-officer'])
})
afterEach(() => one.close())

function ask(body: unknown, cookie = duty) {
  return one.call(cookie, 'POST', '/api/mutes', body)
}

const hour = { minutes: 60, reason: '已在现场会上处理' }

describe('静音', () => {
  it('is set with reason and end, shown, ended by hand, and written to the audit log with who did it', async () => {
    await openIncident(one, 'inc-1', 'III', at('08:00'))
    const set = await ask({ scope: { kind: 'incident', incidentId: 'inc-1' }, ...hour })
    expect(set.status).toBe(201)
    const [row] = MuteList.parse(set.body).rows
    expect(row).toMatchObject({ scope: { kind: 'incident', incidentId: 'inc-1' }, reason: '已在现场会上处理', by: '人员1' })
    expect(MuteList.parse((await one.call(duty, 'DELETE', `/api/mutes/${row?.id}`)).body).rows).toEqual([])
    expect((await one.call(duty, 'DELETE', `/api/mutes/${row?.id}`)).status).toBe(404)
    const entries = (await one.stores.audit.read(0, 100)).filter(({ action }) => action.startsWith('notice.'))
    expect(entries.map(({ action, detail }) => `${action} ${detail.split(';')[0]}`)).toEqual([
      'notice.mute 已办',
      'notice.unmute 已办',
      'notice.unmute 未成：没有这项静音，或已经结束'
    ])
  })

  it('asked twice by one intent is one mute', async () => {
    for (let tries = 0; tries < 2; tries++)
      await one.call(duty, 'POST', '/api/mutes', { scope: { kind: 'grade', grade: 'IV' }, ...hour }, { 'idempotency-key': 'k' })
    expect(MuteList.parse((await one.call(duty, 'GET', '/api/mutes')).body).rows).toHaveLength(1)
  })

  it('nothing about 特别重大 can be muted, no reason is refused, nor an end beyond the longest', async () => {
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    expect((await ask({ scope: { kind: 'incident', incidentId: 'inc-1' }, ...hour })).body).toMatchObject({ detail: '特别重大事件的通知不能静音' })
    expect((await ask({ scope: { kind: 'grade', grade: 'I' }, ...hour })).status).toBe(409)
    expect((await ask({ scope: { kind: 'grade', grade: 'III' }, minutes: 60, reason: ' ' })).status).toBe(400)
    expect((await ask({ scope: { kind: 'grade', grade: 'III' }, minutes: 13 * 60, reason: '值班' })).body).toMatchObject({
      detail: expect.stringContaining('静音最长 12 小时') as string
    })
    expect((await ask({ scope: { kind: 'person', contactId: 'nobody' }, ...hour })).status).toBe(404)
    expect(MuteList.parse((await one.call(duty, 'GET', '/api/mutes')).body).rows).toEqual([])
  })

  it('重大 is muted by a leader alone, and an officer is told so', async () => {
    await openIncident(one, 'inc-1', 'II', at('08:00'))
    const incident = { scope: { kind: 'incident', incidentId: 'inc-1' }, ...hour }
    const grade = { scope: { kind: 'grade', grade: 'II' }, ...hour }
    for (const wish of [incident, grade]) {
      const answer = await ask(wish)
      expect([answer.status, answer.body]).toEqual([403, expect.objectContaining({ detail: '重大事件的通知须由分管领导或主要领导静音' })])
    }
    const chief = await one.signIn(['deputy-leader'])
    expect([(await ask(incident, chief)).status, (await ask(grade, chief)).status]).toEqual([201, 201])
  })

  it('is not for everybody', async () => {
    const handler = await one.signIn(['handler'], 'safety')
    expect((await ask({ scope: { kind: 'grade', grade: 'IV' }, ...hour }, handler)).status).toBe(403)
    expect((await one.call(handler, 'GET', '/api/mutes')).status).toBe(200)
  })

  it('shows for each person what waits and why', async () => {
    const notice = noticeFor('duty-officer', 'inc-1', at('09:00'))
    await one.stores.notices.request([notice, { ...notice, id: 'n-2' }])
    const claimed = await one.stores.notices.claim({ holder: 'h', channels: [notice.channel], nowElapsedMs: 0, leaseMs: 1000, limit: 10 })
    for (const { row, fence } of claimed) await one.stores.notices.hold(row.notice.id, fence, { state: 'held', reason: '一小时内已达上限' })
    expect(MuteList.parse((await one.call(duty, 'GET', '/api/mutes')).body).waiting).toMatchObject([
      { contactId: notice.recipient.contactId, held: 2, muted: 0, since: notice.requestedAt, reason: '一小时内已达上限' }
    ])
  })
})
