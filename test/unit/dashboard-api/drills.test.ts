import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDrill, endDrill, isAskedToStop, tellDrillProgress } from '../../../core/drill-book.ts'
import type { DrillResult } from '../../../core/drill-run.ts'
import type { Drills } from '../../../core/drills.ts'
import { DrillDetail, DrillEntryView, DrillsView } from '../../../dashboard-api/contract-drills.ts'
import { Problem } from '../../../dashboard-api/contract.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'
import { at } from '../../support/incidents.ts'

/** Writes down what was started, as the real one does, and plays nothing. */
class WrittenDrills implements Drills {
  one: TestApp | null = null

  async scenarios() {
    return [{ name: 'city-day', words: '一城的一天', about: '一场事故' }]
  }

  async start(order: Parameters<Drills['start']>[0], by: Parameters<Drills['start']>[1]): Promise<string> {
    if (this.one === null) throw new Error('no app')
    await addDrill(this.one.stores.crawl, { id: 'd1', order, at: this.one.clock.now(), by }, this.one.clock.elapsedMs())
    await tellDrillProgress(this.one.stores.crawl, {
      id: 'd1',
      up: { port: 9999, speed: 10, from: at('09:36'), endsAt: at('23:00'), seats: [{ id: 'duty-officer', role: 'duty-officer', words: '值班员' }] },
      now: at('09:40'),
      mentions: 12,
      incidents: 2,
      unsigned: 1,
      toldMs: this.one.clock.elapsedMs()
    })
    return 'd1'
  }

  async enter(seat: string, person: { readonly name: string }) {
    return { port: 9999, path: `/signin-link#token=${seat}-${person.name}` }
  }
}

const drills = new WrittenDrills()
let one: TestApp
let leader: string
let duty: string
let analyst: string

beforeAll(async () => {
  one = await startApp({ drills })
  drills.one = one
  leader = await one.signIn(['leader'])
  duty = await one.signIn(['duty-officer'])
  analyst = await one.signIn(['analyst'])
})
afterAll(() => one.close())

const order = { scenario: 'city-day', mode: 'people', speed: 10 }
const viewOf = async (cookie: string): Promise<DrillsView> => DrillsView.parse((await one.call(cookie, 'GET', '/api/drills')).body)

describe('a drill from the desk', () => {
  it('is started by who leads and by nobody else, at a speed that the clock keeps', async () => {
    expect((await one.call(duty, 'POST', '/api/drills', order)).status).toBe(403)
    expect((await one.call(leader, 'POST', '/api/drills', { ...order, speed: 5000 })).status).toBe(400)
    const started = await one.call(leader, 'POST', '/api/drills', order)
    expect(started.status).toBe(201)
    expect(DrillsView.parse(started.body).running).toMatchObject({
      up: true,
      incidents: 2,
      unsigned: 1,
      row: { state: 'running', scenarioWords: '一城的一天' }
    })
    expect((await one.stores.audit.read(0, 100)).filter(({ action }) => action === 'drill.start').map(({ detail }) => detail)).toEqual([
      '已办;people 10'
    ])
  })

  it('runs alone', async () => {
    const second = await one.call(leader, 'POST', '/api/drills', order)
    expect([second.status, Problem.parse(second.body).detail]).toEqual([409, '已有一场演练在进行；请先结束它'])
  })

  it('lets people in on a seat of their own trade, under their own name', async () => {
    expect((await viewOf(analyst)).running?.seats).toEqual([])
    const refused = await one.call(analyst, 'POST', '/api/drills/d1/enter', { seat: 'duty-officer' })
    expect([refused.status, Problem.parse(refused.body).detail]).toEqual([403, '只能坐自己岗位的席位；其他席位由负责演练的人安排'])
    const entered = await one.call(duty, 'POST', '/api/drills/d1/enter', { seat: 'duty-officer' })
    expect(DrillEntryView.parse(entered.body)).toEqual({ port: 9999, path: '/signin-link#token=duty-officer-人员2' })
    expect((await one.call(leader, 'POST', '/api/drills/d1/enter', { seat: 'nobody' })).status).toBe(404)
  })

  it('is stopped by the book, so that any desk can stop it', async () => {
    expect((await one.call(duty, 'POST', '/api/drills/d1/stop')).status).toBe(403)
    expect((await one.call(leader, 'POST', '/api/drills/d1/stop')).status).toBe(200)
    expect(await isAskedToStop(one.stores.crawl, 'd1', one.clock.elapsedMs())).toBe(true)
  })

  it('leaves its result: who signed when, and what was expected of it only where it was played to its end', async () => {
    await endDrill(one.stores.crawl, 'd1', { at: one.clock.now(), failure: '', result: stoppedEarly })
    const { running, past } = await viewOf(duty)
    expect(running).toBeNull()
    expect(past).toMatchObject([{ id: 'd1', state: 'stopped', signed: { of: 2, count: 1 }, held: null }])
    const detail = DrillDetail.parse((await one.call(duty, 'GET', '/api/drills/d1')).body)
    expect(detail.result?.incidents[0]?.signed).toMatchObject({ by: '人员2', afterMs: 240_000 })
    expect((await one.call(leader, 'POST', '/api/drills/d1/stop')).status).toBe(409)
    expect((await one.call(duty, 'GET', '/api/drills/none')).status).toBe(404)
  })

  it('whose process is gone is no drill any more, and says so', async () => {
    const start = { id: 'd2', order: { ...order, mode: 'script' as const }, at: one.clock.now(), by: { kind: 'machine', part: 'cli' } as const }
    await addDrill(one.stores.crawl, start, one.clock.elapsedMs())
    // From its first moment on it runs, before its process tells anything: nobody sees it as lost.
    expect((await viewOf(duty)).running).toMatchObject({ up: false, row: { id: 'd2' } })
    one.clock.pass(31_000)
    const { running, past } = await viewOf(duty)
    expect(running).toBeNull()
    expect(past.find(({ id }) => id === 'd2')).toMatchObject({ state: 'lost', stateWords: '中断，没有结果' })
  })

  it('starts no drill of its own', async () => {
    const inside = await startApp({ drill: true, drills: null })
    const cookie = await inside.signIn(['leader'])
    expect(cookie).toContain('wanglou-drill=')
    expect(DrillsView.parse((await inside.call(cookie, 'GET', '/api/drills')).body)).toMatchObject({ mayRun: false, scenarios: [] })
    expect((await inside.call(cookie, 'POST', '/api/drills', order)).status).toBe(409)
    await inside.close()
  })
})

const stoppedEarly: DrillResult = {
  from: at('09:36'),
  to: at('10:20'),
  speed: 10,
  playedOut: false,
  mentions: 80,
  notices: { requested: 9, accepted: 9, signed: 1 },
  incidents: [
    {
      id: 'a',
      title: '园区爆炸',
      gradeWords: '重大',
      openedAt: at('09:40'),
      signed: { at: at('09:44'), by: '人员2', afterMs: 240_000 },
      clocks: [{ words: '权威发布', dueAt: at('14:40'), stateWords: '进行中', overdue: false }],
      deeds: [{ at: at('09:44'), by: '人员2', words: '签收' }]
    },
    { id: 'b', title: '渣土遗撒', gradeWords: '一般', openedAt: at('10:00'), signed: null, clocks: [], deeds: [] }
  ],
  judgement: null
}
