import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApprovalList } from '../../../dashboard-api/contract-approvals.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'
import { openIncident } from '../../support/api-incidents.ts'
import { at } from '../../support/incidents.ts'

let one: TestApp
beforeAll(async () => {
  one = await startApp()
})
afterAll(() => one.close())

const waiting = async (cookie: string) => ApprovalList.parse((await one.call(cookie, 'GET', '/api/approvals')).body).rows

describe('待我审批', () => {
  it('is a dismissal that another proposed, shown to who may second it and not to who proposed it', async () => {
    const officer = await one.signIn(['duty-officer'])
    const leader = await one.signIn(['leader'])
    const handler = await one.signIn(['handler'], 'safety')
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    await one.call(officer, 'POST', '/api/incidents/inc-1/dismiss', { reason: '系演练视频被误传' })
    expect(await waiting(officer)).toEqual([])
    expect(await waiting(handler)).toEqual([])
    expect(await waiting(leader)).toMatchObject([
      { incidentId: 'inc-1', kind: 'dismissal', step: '驳回为误报', by: '人员1', opening: '系演练视频被误传' }
    ])
  })
})
