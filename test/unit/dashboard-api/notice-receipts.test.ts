import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NoticeRow } from '../../../core/notice.ts'
import { IncidentDetail } from '../../../dashboard-api/contract.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'
import { noticeFor, openIncident } from '../../support/api-incidents.ts'
import { at } from '../../support/incidents.ts'

let one: TestApp
let duty: string

beforeEach(async () => {
  one = await startApp()
  duty = await one.signIn(['duty-officer'])
  await openIncident(one, 'inc-1', 'I', at('08:00'))
})
afterEach(() => one.close())

async function rowsOf(incidentId: string): Promise<Record<string, NoticeRow>> {
  const rows = await one.stores.notices.list({ subjectId: incidentId, limit: 99 })
  return Object.fromEntries(rows.map((row) => [row.notice.id, row]))
}

describe('what proves that a notice arrived', () => {
  it('is that the page of the person whom it is for showed it, here', async () => {
    const mine = noticeFor('duty-officer', 'inc-1', at('08:00'))
    const theirs = noticeFor('leader', 'inc-1', at('08:00'))
    const mail = { ...mine, id: 'mail', channel: 'mail' }
    await one.stores.notices.request([mine, theirs, mail])
    const ids = [mine.id, theirs.id, mail.id, 'unknown']
    expect((await one.call(duty, 'POST', '/api/notices/shown', { ids })).status).toBe(204)
    const rows = await rowsOf('inc-1')
    expect(rows[mine.id]).toMatchObject({ state: 'delivered', marks: { delivered: { at: at('09:00') } } })
    expect(rows[mine.id]?.marks.delivered?.source).toMatch(/^工作台：/)
    expect([rows[theirs.id]?.state, rows['mail']?.state]).toEqual(['queued', 'queued'])
  })

  it('is, when it was read, that the person opened the incident', async () => {
    const mine = noticeFor('duty-officer', 'inc-1', at('08:00'))
    await one.stores.notices.request([mine, noticeFor('leader', 'inc-1', at('08:00')), noticeFor('duty-officer', 'inc-2', at('08:00'))])
    expect((await one.call(duty, 'POST', '/api/incidents/inc-1/opened')).status).toBe(204)
    expect((await one.stores.notices.list({ state: 'read', limit: 9 })).map(({ notice }) => notice.id)).toEqual([mine.id])
    const view = IncidentDetail.parse((await one.call(duty, 'GET', '/api/incidents/inc-1')).body)
    expect(view.notices.find(({ id }) => id === mine.id)).toMatchObject({
      stateWords: '已读',
      stages: [{ stage: 'read', words: '已读', at: at('09:00') }]
    })
  })

  it('is, when it was read and is about no incident, that the person says so', async () => {
    const told = { ...noticeFor('duty-officer', 'inc-1', at('08:00')), id: 'told', subject: { kind: 'system' as const, id: 'saved-search:s1' } }
    const theirs = { ...told, id: 'theirs', recipient: noticeFor('leader', 'inc-1', at('08:00')).recipient }
    const incident = noticeFor('duty-officer', 'inc-1', at('08:00'))
    await one.stores.notices.request([told, theirs, incident])
    expect((await one.call(duty, 'POST', '/api/notices/read', { ids: [told.id, theirs.id, incident.id, 'unknown'] })).status).toBe(204)
    expect((await one.stores.notices.list({ state: 'read', limit: 9 })).map(({ notice }) => notice.id)).toEqual(['told'])
  })

  it('is, when it was signed, that the person signed for the incident: over every channel, and for nobody else', async () => {
    const mine = noticeFor('duty-officer', 'inc-1', at('08:00'))
    const theirs = noticeFor('leader', 'inc-1', at('08:00'))
    await one.stores.notices.request([mine, { ...mine, id: 'mail', channel: 'mail' }, theirs])
    expect((await one.call(duty, 'POST', '/api/incidents/inc-1/acknowledge', { note: '' })).status).toBe(200)
    const rows = await rowsOf('inc-1')
    expect([rows[mine.id]?.state, rows['mail']?.state, rows[theirs.id]?.state]).toEqual(['signed', 'signed', 'queued'])
  })
})
