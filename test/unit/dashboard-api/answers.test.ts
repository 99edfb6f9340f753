import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { machine } from '../../../core/actor.ts'
import { create } from '../../../core/incident/update.ts'
import { addMs, minuteMs, msBetween } from '../../../core/instant.ts'
import { IncidentDetail } from '../../../dashboard-api/contract.ts'
import type { IncidentAnswers } from '../../../dashboard-api/contract-answers.ts'
import type { IncidentVerb } from '../../../dashboard-api/contract-verbs.ts'
import { startApp, type Answer, type TestApp } from '../../support/api-app.ts'
import { judged, store } from '../../support/api-incidents.ts'
import { anchor, openingOf } from '../../support/incidents.ts'
import { moment, stagedPolicy } from '../../support/staged-desk.ts'

let one: TestApp
let duty: string
let handler: string
let supervisor: string
const opened = moment('2026-09-10 10:00')
const hollow = '我处高度重视，将进一步加强管理，压实企业主体责任，请群众放心。'
const asking = ['化工厂爆炸原因查清了吗？', '化工厂爆炸空气有没有毒？', '爆炸以后空气安全吗？', '化工厂谁负责？']

beforeEach(async () => {
  one = await startApp()
  one.clock.pass(msBetween(one.clock.now(), opened))
  duty = await one.signIn(['duty-officer'])
  handler = await one.signIn(['handler'], 'safety')
  supervisor = await one.signIn(['supervisor'])
  const bodies = openingOf('II', [anchor('detected', opened)]).map((body) => (body.type === 'opened' ? { ...body, policy: stagedPolicy } : body))
  await create(one.writer, 'inc-1', { at: opened, actor: machine('pipeline'), cause: 'open' }, bodies, null)
  await store(
    one,
    asking.map((text, index) => {
      const { mention, ...rest } = judged(`ask-${index}`, addMs(opened, index * minuteMs), 'inc-1')
      return { ...rest, mention: { ...mention, title: null, text } }
    })
  )
  await done(duty, 'assign', { departments: [{ id: 'safety', role: 'lead' }], instruction: '请核实' })
  one.clock.pass(10 * minuteMs)
})
afterEach(() => one.close())

const act = (who: string, verb: IncidentVerb, body: object): Promise<Answer> => one.call(who, 'POST', `/api/incidents/inc-1/${verb}`, body)
const done = async (who: string, verb: IncidentVerb, body: object): Promise<IncidentDetail> => {
  const answer = await act(who, verb, body)
  expect([answer.status, answer.text]).toEqual([200, answer.text])
  return IncidentDetail.parse(answer.body)
}
const read = async (): Promise<IncidentAnswers> => (await one.call(duty, 'GET', '/api/incidents/inc-1/answers')).body as IncidentAnswers

describe('answers', () => {
  it('before there is one, the questions of the public are told with their counts', async () => {
    const { questions, answers } = await read()
    expect(questions.map(({ words, mentions }) => `${words} ${mentions}`)).toEqual(['是否安全 2', '谁负责、如何处理 1', '原因 1'])
    expect(answers).toEqual([])
  })

  it('a hollow one is proposed to be returned, with the passages; returned, its clock runs on and the second hollow one is 处置不得力', async () => {
    await done(handler, 'answer', { text: hollow })
    const [first] = (await read()).answers
    expect(first).toMatchObject({ proposal: 'send-back', proposalWords: '退回重答', open: true, returnable: true, department: { id: 'safety' } })
    const findings = first?.review.findings.filter(({ grave }) => grave) ?? []
    expect(findings[0]?.passages[0]).toEqual({ offset: 0, text: '我处高度重视' })

    const after = await done(duty, 'send-back-answer', { answer: first?.seq, reason: '没有写明查了什么、做了什么', findings })
    expect(after.stages.find(({ id }) => id === 'department-reply/answer/safety')?.settled).toBeNull()
    expect(after.timeline.at(-1)).toMatchObject({ title: `退回安全处的答复（第 ${first?.seq} 条），答复时限继续计算`, tone: 'alarm' })
    expect((await act(duty, 'send-back-answer', { answer: first?.seq, reason: '再退' })).status).toBe(409)

    await done(handler, 'answer', { text: `${hollow}我处将持续关注。` })
    const [second] = (await read()).answers
    expect(second).toMatchObject({ proposal: 'handling', proposalWords: '处置不得力' })
    const found = await done(supervisor, 'find-fault', { answer: second?.seq, fault: 'handling', reason: '退回后仍敷衍' })
    expect(found.timeline.at(-1)?.title).toContain('处置不得力')
    expect((await read()).answers[0]?.decisions.map(({ words }) => words)).toEqual(['认定处置不得力'])
  })

  it('the duty officer finds no faults, a department decides nothing, and a quotation must stand in the answer', async () => {
    await done(handler, 'answer', { text: hollow })
    const seq = (await read()).answers[0]?.seq
    expect((await act(duty, 'find-fault', { answer: seq, fault: 'handling', reason: '敷衍' })).status).toBe(403)
    expect((await act(handler, 'accept-answer', { answer: seq })).status).toBe(403)
    const invented = [{ kind: 'hollow', grave: true, words: '套话', passages: [{ offset: 0, text: '从未写过的话' }] }]
    const refused = await act(duty, 'send-back-answer', { answer: seq, reason: '敷衍', findings: invented })
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('没有“从未写过的话”')])
    expect((await act(duty, 'send-back-answer', { answer: seq, reason: '敷衍', findings: 'x' })).status).toBe(400)
    await done(duty, 'accept-answer', { answer: seq })
    expect((await read()).answers[0]).toMatchObject({ open: false, returnable: false })
  })

  it('an unknown incident is 404', async () => {
    expect((await one.call(duty, 'GET', '/api/incidents/none/answers')).status).toBe(404)
  })
})
