import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findFault } from '../../../core/incident/chain.ts'
import { sha256 } from '../../../adapters/hash.ts'
import { IncidentDetail } from '../../../dashboard-api/contract.ts'
import { startApp, type Answer, type TestApp } from '../../support/api-app.ts'
import { judged, openIncident, store } from '../../support/api-incidents.ts'
import { at } from '../../support/incidents.ts'

let one: TestApp
let duty: string

beforeEach(async () => {
  one = await startApp({})
  duty = await one.signIn(['duty-officer'])
})
afterEach(() => one.close())

function post(id: string, verb: 'merge' | 'split', body: unknown, cookie = duty): Promise<Answer> {
  return one.call(cookie, 'POST', `/api/incidents/${id}/${verb}`, body, { 'idempotency-key': 'once' })
}

async function told(): Promise<unknown[]> {
  return (await one.stores.log.read('assessed', null, 10)).map(({ value }) => (JSON.parse(value) as { command: unknown }).command)
}

describe('merging', () => {
  it('writes both timelines, tells the grouper, and changes nothing the second time', async () => {
    await openIncident(one, 'inc-1', 'II', at('09:00'))
    await openIncident(one, 'inc-2', 'IV', at('08:00'))
    const body = { into: 'inc-1', reason: '同一起事故' }
    const merged = IncidentDetail.parse((await post('inc-2', 'merge', body)).body)
    expect(merged).toMatchObject({ id: 'inc-1', absorbed: ['inc-2'] })
    expect((await one.stores.incidents.get('inc-2'))?.state).toMatchObject({ status: 'merged', mergedInto: 'inc-1' })
    expect(await told()).toMatchObject([{ kind: 'merge', incidentId: 'inc-2', into: 'inc-1' }])
    expect((await post('inc-2', 'merge', body)).status).toBe(200)
    const document = await one.stores.incidents.get('inc-1')
    expect(document?.events.filter(({ body: { type } }) => type === 'absorbed')).toHaveLength(1)
    expect(findFault(sha256, document?.events ?? [])).toBeNull()
  })

  it('is refused for the graver one, an unknown one, and to who is not on the desk', async () => {
    await openIncident(one, 'inc-1', 'II', at('09:00'))
    await openIncident(one, 'inc-2', 'IV', at('08:00'))
    expect((await post('inc-1', 'merge', { into: 'inc-2', reason: '同一起事故' })).status).toBe(409)
    expect((await post('inc-2', 'merge', { into: 'inc-9', reason: '同一起事故' })).status).toBe(404)
    expect((await post('inc-2', 'merge', { into: 'inc-1', reason: '同一起事故' }, await one.signIn(['leader']))).status).toBe(403)
    expect((await one.stores.incidents.get('inc-2'))?.state.status).toBe('open')
    expect(await told()).toEqual([])
  })
})

describe('splitting', () => {
  beforeEach(async () => {
    await openIncident(one, 'inc-1', 'II', at('09:00'))
    await store(one, [judged('m-late', at('11:00'), 'inc-1'), judged('m-early', at('10:00'), 'inc-1'), judged('m-other', at('10:00'), 'inc-2')])
  })

  it('opens an incident of its own, founded by the earliest, and tells the grouper which mentions leave', async () => {
    const body = { mentionIds: ['m-late', 'm-early'], title: '另一起', reason: '另一条路上的事' }
    const split = IncidentDetail.parse((await post('inc-1', 'split', body)).body)
    expect(split).toMatchObject({ title: '另一起', status: 'open' })
    expect((await one.stores.incidents.get(split.id))?.state).toMatchObject({ foundingMentionId: 'm-early', separated: ['inc-1'] })
    expect((await one.stores.incidents.get('inc-1'))?.state).toMatchObject({ status: 'open', grade: 'II', separated: [split.id] })
    expect(await told()).toMatchObject([{ kind: 'split', incidentId: 'inc-1', into: split.id, mentionIds: ['m-early', 'm-late'] }])
    expect(IncidentDetail.parse((await post('inc-1', 'split', body)).body).id).toBe(split.id)
    expect((await one.stores.incidents.get('inc-1'))?.state.separated).toEqual([split.id])
  })

  it('is refused for mentions of another incident, and then opens nothing', async () => {
    const answer = await post('inc-1', 'split', { mentionIds: ['m-early', 'm-other'], title: '另一起', reason: '另一条路上的事' })
    expect(answer.status).toBe(409)
    expect(await one.stores.incidents.openIds()).toEqual(['inc-1'])
  })
})
