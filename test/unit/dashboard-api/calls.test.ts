import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Contact } from '../../../core/department.ts'
import type { IncidentEventBody } from '../../../core/incident/events.ts'
import { CallList } from '../../../dashboard-api/contract-notices.ts'
import { IncidentDetail, Problem } from '../../../dashboard-api/contract.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'
import { openIncident } from '../../support/api-incidents.ts'
import { at } from '../../support/incidents.ts'

let one: TestApp
let duty: string

const contacts = [
  Contact.parse({ id: 'chief', name: '主要领导', role: 'leader', phone: '+86 138-0000-5678' }),
  Contact.parse({ id: 'deputy', name: '分管领导', role: 'deputy-leader' })
]

function listed(contactId: string, name: string, role: string): IncidentEventBody {
  return {
    type: 'call-listed',
    callId: `call-${contactId}`,
    contactId,
    name,
    role,
    departmentId: null,
    reason: 'new-major:opened',
    why: ['mail：550 no such user']
  }
}

beforeEach(async () => {
  one = await startApp({ contacts })
  duty = await one.signIn(['duty-officer'])
  await openIncident(one, 'inc-1', 'I', at('08:00'), [listed('chief', '主要领导', 'leader'), listed('deputy', '分管领导', 'deputy-leader')])
})
afterEach(() => one.close())

const list = async (cookie: string): Promise<CallList['rows']> => CallList.parse((await one.call(cookie, 'GET', '/api/calls')).body).rows

describe('the call list', () => {
  it('says whom no channel reached, why, and at which number, which only who may call sees whole', async () => {
    expect(await list(duty)).toMatchObject([
      {
        id: 'call-chief',
        incidentId: 'inc-1',
        name: '主要领导',
        roleName: '主要领导',
        phone: '+86 138-0000-5678',
        why: ['mail：550 no such user'],
        made: null
      },
      { id: 'call-deputy', phone: null }
    ])
    expect((await list(await one.signIn(['supervisor']))).map(({ phone }) => phone)).toEqual(['138****5678', null])
  })

  it.each([
    ['8765 4321', '****21'],
    ['010-8765 4321', '010****4321']
  ])('shows of %s no more than %s to who may not call', async (phone, shown) => {
    const landline = await startApp({ contacts: [Contact.parse({ id: 'chief', name: '主要领导', role: 'leader', phone })] })
    await openIncident(landline, 'inc-1', 'I', at('08:00'), [listed('chief', '主要领导', 'leader')])
    const answer = await landline.call(await landline.signIn(['supervisor']), 'GET', '/api/calls')
    expect(CallList.parse(answer.body).rows.map((row) => row.phone)).toEqual([shown])
    await landline.close()
  })

  it('is ticked off by who called, on the timeline, those who were reached last', async () => {
    const record = (body: unknown) => one.call(duty, 'POST', '/api/incidents/inc-1/record-call', body)
    const answer = await record({ callId: 'call-chief', reached: true, note: '已口头报告' })
    expect(IncidentDetail.parse(answer.body).timeline.at(-1)).toMatchObject({
      title: '电话通知主要领导：已通知到',
      detail: '已口头报告',
      tone: 'good'
    })
    expect((await list(duty)).map(({ id, made }) => [id, made?.reached])).toEqual([
      ['call-deputy', undefined],
      ['call-chief', true]
    ])
    expect(Problem.parse((await record({ callId: 'call-chief', reached: false })).body).detail).toContain('不必再登记')
    expect((await record({ callId: 'unknown', reached: true })).status).toBe(404)
  })
})
