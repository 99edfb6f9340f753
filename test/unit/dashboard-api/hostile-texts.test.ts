import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RefusedError } from '../../../core/errors.ts'
import { givenAnswers } from '../../../core/incident/given-answers.ts'
import { workflow } from '../../../core/incident/workflow.ts'
import { workOf } from '../../../core/incident/work.ts'
import { addMs, hourMs, minuteMs } from '../../../core/instant.ts'
import { rolesOf, type Action } from '../../../core/permission.ts'
import { incidentRequests, MergeRequest, OpenIncidentRequest, SplitRequest } from '../../../dashboard-api/contract-verbs.ts'
import { fieldWords } from '../../../dashboard-api/field-words.ts'
import { supervisionRequests } from '../../../dashboard-api/contract-supervision.ts'
import { workRequests } from '../../../dashboard-api/contract-work.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'
import { judged, leadIsSafety, openIncident } from '../../support/api-incidents.ts'
import { hostileRequest, type Known } from '../../support/hostile-requests.ts'
import { stagedPolicy } from '../../support/staged-desk.ts'

/** What a person may paste or an attacker send, each as it has to come out again. */
const hostile = {
  markup: '<script>alert(1)</script><img src=x onerror=alert(1)> & "引号" \'单引号\' ${7*7} {{7*7}} {事发时间}',
  formula: '=HYPERLINK("http://evil.example","点我")+cmd|\' /C calc\'!A0',
  query: `' OR 1=1; DROP TABLE incidents; -- "\\" */ ../../etc/passwd <!-- ]]>`
} as const

/** What nobody sees and what would let a text read otherwise than it is compared. */
const controls = '一\u0000二\u0007三\u001b[31m四\u202e五\u200b六\ufeff七\ud83d八'

const requests = { ...incidentRequests, ...workRequests, ...supervisionRequests, merge: MergeRequest, split: SplitRequest } as const
type Verb = keyof typeof requests
const verbs = Object.keys(requests) as Verb[]

let one: TestApp
const cookies = new Map<string, string>()
beforeAll(async () => {
  const nowhere = () => Promise.reject(new RefusedError('页面打不开'))
  one = await startApp({ policy: stagedPolicy, fetchEvidence: nowhere, fetchReport: nowhere })
}, 120_000)
afterAll(async () => await one.close())

/** Somebody who may. */
async function cookieFor(action: Action): Promise<string> {
  const roles = rolesOf(action)
  const role = roles.find((name) => name !== 'handler') ?? 'handler'
  const cookie = cookies.get(role) ?? (await one.signIn([role], role === 'handler' ? 'safety' : undefined))
  cookies.set(role, cookie)
  return cookie
}

/** An open matter of a department, with an answer, a task, a meeting's mentions: what most verbs are about. */
async function matter(id: string): Promise<Known> {
  const now = one.clock.now()
  await openIncident(one, id, 'III', addMs(now, -hourMs), [leadIsSafety])
  const { mention, assessment } = judged(`m-${id}`, addMs(now, -10 * minuteMs), id)
  await one.stores.mentions.putMany([{ mention, assessment }])
  await one.stores.mentions.assign([{ id: mention.id, incidentId: id }])
  const task = { text: '查明原因', owner: { kind: 'lead' }, dueAt: addMs(now, 3 * hourMs) }
  await one.call(await cookieFor('incident.give-task'), 'POST', `/api/incidents/${id}/give-task`, task)
  const document = await one.stores.incidents.get(id)
  if (document === null) throw new Error('the incident is gone')
  const future = { dueAt: addMs(now, 3 * hourMs), rectifyBy: addMs(now, 48 * hourMs) }
  const past = Object.fromEntries(
    ['at', 'calledAt', 'sentAt', 'heldAt', 'handedAt', 'receivedAt', 'reportedAt', 'knownAt', 'publishedAt', 'plannedAt', 'occurredAt'].map(
      (name) => [name, now]
    )
  )
  return {
    ...past,
    ...future,
    owner: { kind: 'lead' },
    departmentId: 'safety',
    departments: [{ id: 'safety', role: 'lead' }],
    task: workOf(document.state).tasks[0]?.id ?? '',
    mentionIds: [mention.id],
    events: [1],
    clocks: [],
    evidence: null,
    answer: givenAnswers(document.state, document.events)[0]?.seq ?? 1,
    version: 1,
    url: 'https://city.example/1',
    link: 'https://city.example/1',
    eventGrade: 'III',
    opinionGrade: null,
    proposedGrade: null,
    status: 'verified',
    findings: [],
    template: null,
    sections: [],
    unit: null,
    kind: 'initial'
  }
}

/** Fields that are called the same and want something else. */
const own: Partial<Record<Verb, Known>> = { 'finish-task': { evidence: [] }, merge: { into: 'inc-into' } }

/** What is kept of a matter, byte for byte, and which others were written. */
async function stored(id: string): Promise<string> {
  return JSON.stringify([await one.stores.incidents.get(id), await one.stores.incidents.stamps()])
}

function wordsOf({ title, detail }: { readonly title?: string; readonly detail?: string }): string {
  return `${title ?? ''}${detail ?? ''}`
}

interface Outcome {
  readonly refused: boolean
  /** Why. */
  readonly reason: string
  /** What is wrong with how it was taken; nothing where all is well. */
  readonly wrong: string[]
  /** Fields that took the text. */
  readonly texts: readonly string[]
}

async function outcomeOf(verb: Verb, id: string, text: string): Promise<Outcome> {
  const { body, texts } = hostileRequest(requests[verb], text, { ...(await matter(id)), ...own[verb] })
  const before = await stored(id)
  const answer = await one.call(await cookieFor(`incident.${verb}` as Action), 'POST', `/api/incidents/${id}/${verb}`, body)
  if (answer.status >= 500) return { refused: true, reason: '', wrong: [`${answer.status} ${answer.text}`], texts }
  if (answer.status >= 400) {
    const { detail = '' } = answer.body as { detail?: string }
    const wrong = [...(/\S/.test(detail) ? [] : ['no reason']), ...((await stored(id)) === before ? [] : ['changed all the same'])]
    return { refused: true, reason: detail, wrong, texts }
  }
  const isJson = String(answer.headers['content-type']).startsWith('application/json')
  const document = await one.stores.incidents.get(id)
  const newest = (document?.events ?? []).slice((JSON.parse(before) as [{ events: unknown[] }])[0].events.length)
  // As it was typed: neither cut, nor escaped, nor carried out.
  const isWhole = texts.length === 0 || JSON.stringify(newest).includes(JSON.stringify(text).slice(1, -1))
  return { refused: false, reason: '', wrong: [...(isJson ? [] : ['not JSON']), ...(isWhole ? [] : ['not as it was typed'])], texts }
}

async function isOnTimeline(id: string, text: string): Promise<boolean> {
  const { body } = await one.call(await cookieFor('incident.read'), 'GET', `/api/incidents/${id}`)
  return (body as { timeline: { title: string; detail: string }[] }).timeline.some((event) => wordsOf(event).includes(text))
}

describe.each(Object.entries(hostile))('hostile text (%s)', (name, text) => {
  let shown = 0

  test.each(verbs)('%s keeps it as text or refuses it with a reason, and never falls over', async (verb) => {
    const id = `inc-${name}-${verb}`
    const outcome = await outcomeOf(verb, id, text)
    expect(outcome.wrong).toEqual([])
    if (!outcome.refused && (await isOnTimeline(id, text))) shown += 1
  })

  test('most verbs got as far as showing it, so that the test above says something', () => {
    expect(shown).toBeGreaterThanOrEqual(12)
  })
})

describe('a text with signs that nobody sees', () => {
  test.each(verbs)('%s refuses it, names each field and the sign, and changes nothing', async (verb) => {
    const { reason, wrong, texts } = await outcomeOf(verb, `inc-controls-${verb}`, controls)
    expect(wrong).toEqual([])
    for (const field of texts) expect(reason).toContain(`${fieldWords(field)}第 1 个字后有看不见的控制字符（U+0000）`)
  })
})

describe.each([
  ['blank', ' \u3000\n\t'],
  ['giant', '甲'.repeat(60_000)]
])('a text that is %s', (name, text) => {
  test.each(verbs)('%s refuses it where words are needed, and changes nothing then', async (verb) => {
    const { refused, wrong, texts } = await outcomeOf(verb, `inc-${name}-${verb}`, text)
    expect(wrong.filter((words) => name === 'giant' || words !== 'not as it was typed')).toEqual([])
    expect(refused || name === 'blank' || texts.length === 0).toBe(true)
  })
})

/** Opening has its own test; filing takes no words. */
const withoutWords = new Set(['open', 'archive'])

test('every verb that people have is tried', () => {
  const asked = Object.values(workflow).flatMap(({ action }) => (action === null ? [] : [action.replace('incident.', '')]))
  const untried = [...new Set(asked)].filter((verb) => !(verb in requests) && !withoutWords.has(verb))
  expect(untried).toEqual([])
})

/** 人工立案 with this text in every field. */
async function opened(text: string) {
  const known = { eventGrade: 'III', opinionGrade: null, occurredAt: null, departments: [], eventType: null }
  const { body } = hostileRequest(OpenIncidentRequest, text, known)
  return await one.call(await cookieFor('incident.open'), 'POST', '/api/incidents', body)
}

test('opening by hand keeps hostile words as they are', async () => {
  for (const text of Object.values(hostile)) expect(await opened(text)).toMatchObject({ status: 201, body: { title: text } })
})

test('opening by hand refuses signs that nobody sees', async () => {
  const { status, body } = await opened(controls)
  expect(status).toBe(400)
  expect((body as { detail: string }).detail).toContain('标题第 1 个字后有看不见的控制字符（U+0000），请删去后再提交')
})
