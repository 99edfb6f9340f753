import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addMs, hourMs, minuteMs } from '../../../core/instant.ts'
import { WallView } from '../../../dashboard-api/contract-wall.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'
import { judged, openIncident, store } from '../../support/api-incidents.ts'
import { at } from '../../support/incidents.ts'

let one: TestApp
let officer: string

beforeEach(async () => {
  one = await startApp()
  officer = await one.signIn(['duty-officer'])
})
afterEach(() => one.close())

const wall = async (): Promise<WallView> => WallView.parse((await one.call(officer, 'GET', '/api/wall')).body)

describe('大屏', () => {
  it('counts open incidents by grade and place, with the nearest deadlines first', async () => {
    const ours = { text: '临江区', offset: 0, code: '900101', name: '临江区', ours: true }
    await openIncident(one, 'inc-1', 'I', at('08:00'), [{ type: 'places-established', places: [{ ...ours, code: '9001', name: '云港市' }, ours] }])
    await openIncident(one, 'inc-2', 'III', at('08:30'))
    const view = await wall()
    expect(view).toMatchObject({ open: 2, byGrade: { I: 1, II: 0, III: 1, IV: 0, none: 0 }, unsigned: 2, overdue: 0, elsewhere: 1 })
    expect(view.districts).toEqual([{ code: '900101', name: '临江', column: 1, row: 1, incidents: 1, gravest: 'I' }])
    expect(view.clocks[0]).toMatchObject({ incidentId: 'inc-1' })
    expect(view.clocks.map(({ dueAt }) => dueAt)).toEqual(view.clocks.map(({ dueAt }) => dueAt).toSorted())
    expect(view.ticker.map(({ words }) => words)).toContain('立案')
  })

  it('counts mentions by the hour and the words that they were found by', async () => {
    const now = one.clock.now()
    await store(one, [judged('m-1', addMs(now, -10 * minuteMs), null), judged('m-2', addMs(now, -3 * hourMs), null)])
    const { trend, words, day } = await wall()
    expect(trend).toHaveLength(24)
    expect(trend.reduce((sum, { mentions }) => sum + mentions, 0)).toBe(2)
    expect(words).toEqual([{ text: '爆炸', mentions: 2 }])
    expect(day).toEqual({ total: 2, relevant: 2, negative: 2 })
  })

  it('keeps its count for some seconds, says when it was taken, and counts anew after', async () => {
    const first = await wall()
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    one.clock.pass(2_000)
    expect(await wall()).toMatchObject({ open: 0, countedAt: first.countedAt, now: one.clock.now() })
    one.clock.pass(3_000)
    expect(await wall()).toMatchObject({ open: 1, countedAt: one.clock.now() })
  })

  it('names nobody', async () => {
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    await one.call(officer, 'POST', '/api/incidents/inc-1/acknowledge', { note: '我已看到' })
    const { text } = await one.call(officer, 'GET', '/api/wall')
    expect(text).toContain('已签收')
    expect(text).not.toContain('人员1')
    expect(text).not.toContain('我已看到')
  })
})
