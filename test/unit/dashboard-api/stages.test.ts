import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { machine } from '../../../core/actor.ts'
import { create } from '../../../core/incident/update.ts'
import { msBetween } from '../../../core/instant.ts'
import { FilledReplies, replyPaths } from '../../../dashboard-api/contract-replies.ts'
import { type IncidentVerb } from '../../../dashboard-api/contract-verbs.ts'
import { IncidentDetail, IncidentQueue, Problem, type StageView } from '../../../dashboard-api/contract.ts'
import { startApp, type Answer, type TestApp } from '../../support/api-app.ts'
import { anchor, openingOf } from '../../support/incidents.ts'
import { moment, stagedPolicy } from '../../support/staged-desk.ts'

let one: TestApp
let duty: string
let handler: string
let leader: string
const opened = moment('2026-09-10 10:00')

beforeEach(async () => {
  one = await startApp()
  one.clock.pass(msBetween(one.clock.now(), opened))
  duty = await one.signIn(['duty-officer'])
  handler = await one.signIn(['handler'], 'safety')
  leader = await one.signIn(['deputy-leader'])
  const bodies = openingOf('II', [anchor('detected', opened)]).map((body) => (body.type === 'opened' ? { ...body, policy: stagedPolicy } : body))
  await create(one.writer, 'inc-1', { at: opened, actor: machine('pipeline'), cause: 'open' }, bodies, null)
})
afterEach(() => one.close())

const act = (who: string, verb: IncidentVerb, body: object): Promise<Answer> => one.call(who, 'POST', `/api/incidents/inc-1/${verb}`, body)
const done = async (who: string, verb: IncidentVerb, body: object): Promise<StageView[]> => {
  const answer = await act(who, verb, body)
  expect([answer.status, answer.text]).toEqual([200, answer.text])
  return IncidentDetail.parse(answer.body).stages
}
const stages = (list: readonly StageView[]): string[] => list.map(({ words, stateWords, allowance }) => `${words} ${allowance} ${stateWords}`)
const assign = (): Promise<StageView[]> => done(duty, 'assign', { departments: [{ id: 'safety', role: 'lead' }], instruction: '请核实' })

describe('the clocks that go by stages', () => {
  it('stand in the queue and on the incident, with where they count from, their source and what stops them', async () => {
    const { rows } = IncidentQueue.parse((await one.call(duty, 'GET', '/api/incidents')).body)
    expect(stages(rows[0]?.stages ?? [])).toEqual(['上报·电话报告 30分钟 进行中', '上报·书面报告 1小时 进行中'])
    expect(rows[0]?.nextDueAt).toBe(moment('2026-09-10 10:30'))
    expect(rows[0]?.stages[0]).toMatchObject({
      anchor: { words: '发现时间', at: opened },
      stopsWith: '电话报告的时间、报告人与接报人',
      startedOverdue: false,
      extension: null
    })
  })

  it('a report by phone and one in writing are recorded by the desk, and read on the timeline', async () => {
    one.clock.pass(20 * 60_000)
    await done(duty, 'report-by-phone', { calledAt: moment('2026-09-10 10:12'), reporter: '甲', receiver: '市委值班室' })
    const after = await done(duty, 'report-in-writing', { sentAt: moment('2026-09-10 10:18'), documentNo: '值班〔2026〕12号', receipt: '已收' })
    expect(stages(after)).toEqual(['上报·电话报告 30分钟 已完成', '上报·书面报告 1小时 已完成'])
    const { timeline } = IncidentDetail.parse((await one.call(duty, 'GET', '/api/incidents/inc-1')).body)
    expect(timeline.slice(-2).map(({ title, detail }) => `${title} ${detail}`)).toEqual([
      '上报·电话报告 已完成 2026-09-10 10:12 电话报告，报告人甲，接报人市委值班室',
      '上报·书面报告 已完成 2026-09-10 10:18 书面报告，文号 值班〔2026〕12号，回执：已收'
    ])
  })

  it.each([
    ['report-by-phone', { calledAt: moment('2026-09-10 10:12'), reporter: '甲', receiver: '' }, 400, 'receiver'],
    ['report-in-writing', { sentAt: moment('2026-09-10 09:00'), receipt: '已收', evidence: 'a'.repeat(64) }, 400, '没有这份留存件'],
    ['report-by-phone', { calledAt: moment('2026-09-10 10:12'), reporter: '甲', receiver: '市委值班室' }, 409, '不能晚于现在'],
    ['request-extension', { stage: 'x', reason: '须检测' }, 403, '角色']
  ] as const)('%s that cannot be is refused with the reason (%#)', async (verb, body, status, words) => {
    const answer = await act(duty, verb, body)
    expect([answer.status, answer.text.includes(words)]).toEqual([status, true])
  })

  it('a department takes notice, asks for more time and answers; a leader of the rule grants it', async () => {
    await assign()
    await done(handler, 'take-notice', { handler: '戊' })
    const stage = 'department-reply/answer/safety'
    const asked = await done(handler, 'request-extension', { stage, reason: '须检测' })
    expect(asked.find(({ id }) => id === stage)).toMatchObject({
      request: { reason: '须检测' },
      extension: { to: '7个工作日', approvedByWords: ['分管领导', '主要领导'] }
    })
    const refused = await act(duty, 'approve-extension', { stage, reason: '同意' })
    expect([refused.status, Problem.parse(refused.body).detail]).toEqual([403, '您的角色不能批准延期'])
    const longer = await done(leader, 'approve-extension', { stage, reason: '同意' })
    expect(longer.find(({ id }) => id === stage)).toMatchObject({ allowance: '7个工作日', isExtended: true, request: null })
    const answered = await done(handler, 'answer', { text: '经查为管线老化，已更换并复检合格' })
    expect(stages(answered).slice(2)).toEqual(['部门答复·知晓性回应（安全处） 3小时 已完成', '部门答复·实质答复（安全处） 7个工作日 已完成'])
  })

  it('a department is offered templates filled for it, and sends none with a gap left open', async () => {
    await assign()
    const { templates } = FilledReplies.parse((await one.call(handler, 'GET', replyPaths.templates('inc-1'))).body)
    const [notice, answer] = (['take-notice', 'answer'] as const).map((kind) => templates.find((template) => template.kind === kind))
    expect(notice?.text).toContain('安全处于9月10日10时收到“')
    const refused = [
      await act(handler, 'take-notice', { handler: '戊', text: notice?.text }),
      await act(handler, 'answer', { text: answer?.text }),
      await act(handler, 'answer', { text: '核查：{事发时间}到现场，已更换管线并复检合格' })
    ]
    expect(refused.map(({ status }) => status)).toEqual([409, 409, 409])
    expect(refused.map(({ body }) => Problem.parse(body).detail)).toEqual([
      expect.stringContaining(notice?.gaps[0] ?? 'no gap'),
      expect.stringContaining(answer?.gaps[0] ?? 'no gap'),
      expect.stringContaining('{事发时间}')
    ])
    await done(handler, 'take-notice', { handler: '戊', text: notice?.text.replaceAll(/【待核[^】]*】/gu, '9月10日18时') })
    expect((await one.call(handler, 'GET', replyPaths.templates('none'))).status).toBe(404)
  })

  it('a leader waives one stage, and corrects where another counts from', async () => {
    await assign()
    await done(leader, 'waive-stage', { stage: 'department-reply/notice/safety', reason: '已当面说明' })
    const moved = await done(leader, 'move-stage', { stage: 'department-reply/answer/safety', at: moment('2026-09-08 10:00'), reason: '交办单更早' })
    expect(moved.slice(2).map(({ stateWords, dueAt }) => [stateWords, dueAt])).toEqual([
      ['已豁免', moment('2026-09-10 13:00')],
      ['进行中', moment('2026-09-15 18:00')]
    ])
  })

  it('the same request twice does it once', async () => {
    one.clock.pass(20 * 60_000)
    const body = { calledAt: moment('2026-09-10 10:12'), reporter: '甲', receiver: '市委值班室' }
    const twice = () => one.call(duty, 'POST', '/api/incidents/inc-1/report-by-phone', body, { 'idempotency-key': 'k' })
    expect([(await twice()).status, (await twice()).status]).toEqual([200, 200])
    const { timeline } = IncidentDetail.parse((await one.call(duty, 'GET', '/api/incidents/inc-1')).body)
    expect(timeline.filter(({ type }) => type === 'stage-met')).toHaveLength(1)
  })
})
