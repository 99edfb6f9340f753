import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HandoverList } from '../../../dashboard-api/contract-handover.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'
import { openIncident } from '../../support/api-incidents.ts'
import { at } from '../../support/incidents.ts'

let one: TestApp
let leaving: string
let coming: string

beforeEach(async () => {
  one = await startApp()
  leaving = await one.signIn(['duty-officer'])
  coming = await one.signIn(['duty-officer'])
})
afterEach(() => one.close())

const list = async (cookie: string): Promise<HandoverList> => HandoverList.parse((await one.call(cookie, 'GET', '/api/handovers')).body)
const give = (cookie: string, note: string) => one.call(cookie, 'POST', '/api/handovers', { note })

describe('交接班', () => {
  it('shows the next watch what is unsigned, and is written to the audit log', async () => {
    await openIncident(one, 'inc-1', 'II', at('08:00'))
    expect((await give(leaving, '请先签收化工厂爆炸')).status).toBe(201)
    const [waiting] = (await list(coming)).waiting
    expect(waiting).toMatchObject({ by: '人员1', mine: false, note: '请先签收化工厂爆炸', incidents: [{ id: 'inc-1', grade: 'II', unsigned: true }] })
    const taken = HandoverList.parse((await one.call(coming, 'POST', `/api/handovers/${waiting?.id}/take`, {})).body)
    expect(taken.waiting).toEqual([])
    expect(taken.last).toMatchObject({ takenBy: '人员2', handover: { by: '人员1' } })
    const entries = (await one.stores.audit.read(0, 100)).filter(({ action }) => action.startsWith('watch.'))
    expect(entries.map(({ action, detail }) => `${action} ${detail.split(';')[0]}`)).toEqual(['watch.hand-over 已办', 'watch.take-over 已办'])
  })

  it('takes over what the leaving officer signed for, on the timeline of each', async () => {
    await openIncident(one, 'inc-1', 'II', at('08:00'))
    await openIncident(one, 'inc-2', 'III', at('08:00'))
    await one.call(leaving, 'POST', '/api/incidents/inc-1/acknowledge', {})
    await give(leaving, '一件已签收')
    const [waiting] = (await list(coming)).waiting
    await one.call(coming, 'POST', `/api/handovers/${waiting?.id}/take`, {})
    const [signed, unsigned] = await Promise.all(['inc-1', 'inc-2'].map((id) => one.stores.incidents.get(id)))
    expect(signed?.state.heldBy?.actor).toMatchObject({ name: '人员2' })
    expect(unsigned?.state.acknowledgedAt).toBe(null)
  })

  it('needs a note where something is unsigned, is not taken by who gave it, and by nobody twice', async () => {
    await openIncident(one, 'inc-1', 'II', at('08:00'))
    expect((await give(leaving, ' ')).status).toBe(409)
    await give(leaving, '见上')
    const id = (await list(leaving)).waiting[0]?.id ?? ''
    expect((await one.call(leaving, 'POST', `/api/handovers/${id}/take`, {})).status).toBe(409)
    expect((await one.call(coming, 'POST', `/api/handovers/${id}/take`, {})).status).toBe(200)
    expect((await one.call(coming, 'POST', `/api/handovers/${id}/take`, {})).status).toBe(404)
  })
})
