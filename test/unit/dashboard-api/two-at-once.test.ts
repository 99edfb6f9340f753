import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { IncidentDetail, paths, Problem, seenHeader } from '../../../dashboard-api/contract.ts'
import { origin, startApp, type Answer, type TestApp } from '../../support/api-app.ts'
import { openIncident } from '../../support/api-incidents.ts'
import { at } from '../../support/incidents.ts'

let one: TestApp
let first: string
let second: string

beforeEach(async () => {
  one = await startApp()
  first = await one.signIn(['duty-officer'])
  second = await one.signIn(['duty-officer'])
  await openIncident(one, 'inc-1', 'III', at('08:00'))
})
afterEach(() => one.close())

async function seenBy(cookie: string): Promise<number> {
  return IncidentDetail.parse((await one.call(cookie, 'GET', paths.incident('inc-1'))).body).seq
}

function act(cookie: string, verb: Parameters<typeof paths.incidentVerb>[1], body: unknown, seen: number | string): Promise<Answer> {
  return one.call(cookie, 'POST', paths.incidentVerb('inc-1', verb), body, { [seenHeader]: String(seen) })
}

async function ofType(type: string): Promise<string[]> {
  const { timeline } = IncidentDetail.parse((await one.call(first, 'GET', paths.incident('inc-1'))).body)
  return timeline.filter((event) => event.type === type).map(({ actor }) => actor.name)
}

const toSafety = { departments: [{ id: 'safety', role: 'lead' }], instruction: '' }
const confirmed = { eventGrade: 'III', opinionGrade: null, reason: '属实' }

describe('two people who decide at once', () => {
  it.each([
    ['acknowledge', {}, 'acknowledged', '签收'],
    ['assign', toSafety, 'assigned', '交办'],
    ['confirm-grade', confirmed, 'grade-confirmed', '核定等级'],
    ['set-anchor', { kind: 'occurred', at: at('07:00'), reason: '接警记录' }, 'anchor-set', '更正起算时间']
  ] as const)('%s: one wins, the other sees who was first, and when, and nothing is decided twice', async (verb, body, type, words) => {
    const analysts = verb === 'set-anchor' ? await Promise.all([one.signIn(['analyst']), one.signIn(['analyst'])]) : [first, second]
    const before = (await ofType(type)).length
    const seen = await seenBy(first)
    const answers = await Promise.all(analysts.map((cookie) => act(cookie, verb, body, seen)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    const refused = Problem.parse(answers.find(({ status }) => status === 409)?.body)
    expect(refused.detail).toMatch(new RegExp(`^人员\\d 已于 2031-03-12 \\d\\d:\\d\\d ${words}，您打开时还没有；请看过时间线再决定$`))
    expect(await ofType(type)).toHaveLength(before + 1)
  })

  it('who has seen the first decision may make another; one’s own earlier decision is no surprise', async () => {
    const seen = await seenBy(first)
    expect((await act(first, 'assign', toSafety, seen)).status).toBe(200)
    expect((await act(first, 'assign', toSafety, seen)).status).toBe(200)
    expect((await act(second, 'assign', toSafety, await seenBy(second))).status).toBe(200)
    expect(await ofType('assigned')).toEqual(['人员1', '人员1', '人员2'])
  })

  it('who claims to have seen what does not exist is told so, and nothing is decided', async () => {
    const newest = await seenBy(first)
    const answer = await act(first, 'acknowledge', {}, newest + 1)
    expect([answer.status, Problem.parse(answer.body).detail]).toEqual([400, `wanglou-seen 为 ${newest + 1}，而事件时间线只到 ${newest}；请刷新页面`])
    expect(await ofType('acknowledged')).toEqual([])
    expect((await act(first, 'acknowledge', {}, newest)).status).toBe(200)
  })

  it('notes do not contradict each other: both stand', async () => {
    const seen = await seenBy(first)
    const answers = await Promise.all([first, second].map((cookie) => act(cookie, 'note', { text: '已核实' }, seen)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
  })

  it('a number that is none is refused, and without one nothing is asked', async () => {
    expect((await act(first, 'acknowledge', {}, 'x')).status).toBe(400)
    expect((await one.call(first, 'POST', paths.incidentVerb('inc-1', 'acknowledge'), {})).status).toBe(200)
  })
})

describe('签收 by a department', () => {
  it('twice, or by two of its people at once, is one event and one answer; a new assignment is taken anew', async () => {
    const handlers = await Promise.all([one.signIn(['handler'], 'safety'), one.signIn(['handler'], 'safety')])
    await act(first, 'assign', toSafety, await seenBy(first))
    const accept = (cookie: string) => one.call(cookie, 'POST', paths.incidentVerb('inc-1', 'accept'), {})
    const answers = [...(await Promise.all(handlers.map(accept))), await accept(handlers[0] ?? '')]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const seen = answers.map(({ body }) => IncidentDetail.parse(body).seq)
    expect(new Set(seen).size).toBe(1)
    expect(await ofType('accepted')).toHaveLength(1)

    await act(first, 'assign', toSafety, await seenBy(first))
    expect((await accept(handlers[1] ?? '')).status).toBe(200)
    expect(await ofType('accepted')).toHaveLength(2)
  })
})

describe('an approval', () => {
  it.each([
    ['approve-wording', { version: 1 }],
    ['approve-extension', { stage: 'department-reply/answer/safety', reason: '同意' }]
  ] as const)('%s says what the approver saw; else it is refused before anything is decided', async (verb, body) => {
    const before = await one.stores.incidents.get('inc-1')
    const leader = await one.signIn(['leader'])
    for (const blind of [{}, { [seenHeader]: '' }]) {
      const headers = { host: 'desk.example', origin, cookie: leader, ...blind }
      const answer = await one.app.inject({ method: 'POST', url: paths.incidentVerb('inc-1', verb), headers, payload: body })
      expect(answer.statusCode).toBe(400)
      expect(Problem.parse(answer.json()).detail).toContain('核准须写明所看到的版本：请求头 wanglou-seen')
    }
    expect(await one.stores.incidents.get('inc-1')).toEqual(before)
  })
})

describe('接班', () => {
  it('by the next watch: the page shows who signed and who has it now', async () => {
    await act(first, 'acknowledge', {}, await seenBy(first))
    const answer = await act(second, 'take-over', { note: '夜班接' }, await seenBy(second))
    expect(IncidentDetail.parse(answer.body)).toMatchObject({ acknowledgedBy: '人员1', heldBy: { name: '人员2' } })
    expect(IncidentDetail.parse(answer.body).timeline.at(-1)).toMatchObject({ title: '接班：由 人员1 交接', detail: '夜班接' })
    expect((await act(second, 'take-over', {}, await seenBy(second))).status).toBe(409)
  })
})
