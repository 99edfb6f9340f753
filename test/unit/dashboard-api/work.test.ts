import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WorkVerb } from '../../../dashboard-api/contract-work.ts'
import { IncidentWork, TaskList } from '../../../dashboard-api/contract-work.ts'
import { IncidentDetail, Problem } from '../../../dashboard-api/contract.ts'
import { judged, leadIsSafety, openIncident, store } from '../../support/api-incidents.ts'
import { startApp, type Answer, type TestApp } from '../../support/api-app.ts'
import { at } from '../../support/incidents.ts'

let one: TestApp
let duty: string
let handler: string
let leader: string

beforeEach(async () => {
  one = await startApp()
  duty = await one.signIn(['duty-officer'])
  handler = await one.signIn(['handler'], 'safety')
  leader = await one.signIn(['deputy-leader'])
  await openIncident(one, 'inc-1', 'III', at('08:50'), [leadIsSafety])
}, 120_000)
afterEach(() => one.close())

const act = (who: string, verb: WorkVerb, body: object): Promise<Answer> => one.call(who, 'POST', `/api/incidents/inc-1/${verb}`, body)
const done = async (who: string, verb: WorkVerb, body: object): Promise<IncidentWork> => {
  const answer = await act(who, verb, body)
  expect([answer.status, answer.text]).toEqual([200, answer.text])
  return IncidentWork.parse(answer.body)
}
const task = { text: '查明原因', owner: { kind: 'department', id: 'safety', person: '张科长' }, dueAt: at('09:15') }

describe('tasks over the API', { timeout: 120_000 }, () => {
  it('a leader instructs; the department finds it among its own, does it, and it reads on the timeline', async () => {
    const work = await done(leader, 'instruct', { text: '务必查清', tasks: [task] })
    expect(work.tasks).toMatchObject([{ sourceWords: '批示', owner: '安全处 张科长', stateWords: '进行中', overdue: false, mine: false }])
    const mine = async (who: string, query: string) => TaskList.parse((await one.call(who, 'GET', `/api/tasks${query}`)).body).rows
    expect([(await mine(handler, '?mine=1')).length, (await mine(duty, '?mine=1')).length, (await mine(duty, '?department=safety')).length]).toEqual([
      1, 0, 1
    ])
    one.clock.pass(20 * 60_000)
    expect((await mine(handler, '?mine=1'))[0]).toMatchObject({ overdue: true, stateWords: '进行中，已超时' })
    const after = await done(handler, 'finish-task', { task: 'task/1', statement: '为管线老化' })
    expect(after.tasks).toMatchObject([{ state: 'done', word: { text: '为管线老化' } }])
    expect([(await mine(handler, '')).length, (await mine(handler, '?all=1')).length]).toEqual([0, 1])
    const { timeline } = IncidentDetail.parse((await one.call(duty, 'GET', '/api/incidents/inc-1')).body)
    expect(timeline.slice(-2).map(({ title }) => title)).toEqual(['批示：务必查清（1 项任务）', '任务·查明原因（安全处 张科长） 已完成'])
  })

  it('what cannot be is refused with the reason, and changes nothing', async () => {
    const refused: readonly [string, WorkVerb, object, number, string][] = [
      [duty, 'instruct', { text: '务必查清', tasks: [task] }, 403, '角色'],
      [leader, 'instruct', { text: '务必查清', tasks: [] }, 400, '由谁办理'],
      [leader, 'instruct', { text: '查', tasks: [{ ...task, owner: { kind: 'department', id: 'none' } }] }, 400, '没有编号为 none 的部门'],
      [leader, 'instruct', { text: '查', tasks: [task], extra: 1 }, 400, 'extra'],
      [handler, 'finish-task', { task: 'task/9', statement: '办了' }, 409, '没有这项任务'],
      [duty, 'file-report', { kind: 'initial', sentAt: at('08:55'), to: '市委', text: '情况', evidence: 'a'.repeat(64) }, 400, '没有这份留存件'],
      [
        duty,
        'transfer-rumour',
        { to: 'cyberspace', unit: '网信办', handedAt: at('08:55'), reason: '造谣', mentionIds: ['none'] },
        400,
        '没有编号为 none'
      ],
      [duty, 'check-fact', { fact: '死因', value: 'x'.repeat(501), status: 'checking' }, 400, 'value']
    ]
    for (const [who, verb, body, status, words] of refused) {
      const answer = await act(who, verb, body)
      expect([verb, answer.status, Problem.parse(answer.body).detail.includes(words)]).toEqual([verb, status, true])
    }
    expect((await one.stores.incidents.get('inc-1'))?.version).toBe(1)
  })

  it('a meeting, a checked fact and the reports stand beside each other, and the three axes apart', async () => {
    const held = {
      topic: '研判',
      heldAt: at('08:58'),
      participants: [
        { name: '甲', unit: '宣传处' },
        { name: '乙', unit: '安全处' }
      ],
      conclusion: '维持'
    }
    await done(duty, 'hold-meeting', held)
    await done(duty, 'check-fact', { fact: '死因', value: '坠楼', status: 'refuted', source: '区公安分局' })
    const work = await done(duty, 'file-report', { kind: 'initial', sentAt: at('08:59'), to: '市委值班室', text: '初步情况' })
    expect(work.meetings).toMatchObject([{ topic: '研判', conclusion: '维持', proposedGradeWords: null }])
    expect(work.statements.find(({ fact }) => fact === '死因')).toMatchObject({ check: { statusWords: '不属实', source: '区公安分局' } })
    expect(work.reports.map(({ words }) => words)).toEqual(['初报'])
    expect(work.axes).toEqual({ handling: '已交办', release: '尚未发布', visibility: '公众可见情况不明', lastPublishedAt: null })
  })

  it('rumours go over with their hashes; those of another matter do not', async () => {
    await store(one, [judged('m-1', at('08:55'), 'inc-1'), judged('m-2', at('08:56'), null)])
    const transfer = { to: 'public-security', unit: '市公安局', handedAt: at('09:00'), reason: '编造伤亡' }
    const foreign = await act(duty, 'transfer-rumour', { ...transfer, mentionIds: ['m-1', 'm-2'] })
    expect([foreign.status, Problem.parse(foreign.body).detail]).toEqual([409, '信息 m-2 不属于本事件，不能移交'])
    const { transfers } = await done(duty, 'transfer-rumour', { ...transfer, mentionIds: ['m-1'] })
    expect(transfers).toMatchObject([{ to: '公安机关', mentions: [{ id: 'm-1' }], receipt: null }])
    const file = await one.call(duty, 'GET', '/api/incidents/inc-1/transfers/1')
    expect(file.body).toMatchObject({
      transfer: { packageHash: transfers[0]?.packageHash, mentions: [{ id: 'm-1', text: expect.stringContaining('爆炸') as string }] }
    })
    expect((await one.call(duty, 'GET', '/api/incidents/inc-1/transfers/2')).status).toBe(404)
    const after = await done(duty, 'receipt-transfer', { transfer: 'transfer/1', text: '收〔2026〕1号', receivedAt: at('09:00') })
    expect(after.transfers).toMatchObject([{ receipt: { text: '收〔2026〕1号' } }])
  })

  it('the same request twice does it once', async () => {
    const twice = () => one.call(leader, 'POST', '/api/incidents/inc-1/instruct', { text: '务必查清', tasks: [task] }, { 'idempotency-key': 'k' })
    expect([(await twice()).status, (await twice()).status]).toEqual([200, 200])
    expect(IncidentWork.parse((await one.call(duty, 'GET', '/api/incidents/inc-1/work')).body).tasks).toHaveLength(1)
  })
})
