import { afterEach, beforeEach, expect, it } from 'vitest'
import { hourMs } from '../../../core/instant.ts'
import { createApp } from '../../../dashboard-api/app.ts'
import { Problem } from '../../../dashboard-api/contract.ts'
import { MeasuresView, SupervisionLedger, supervisionPaths } from '../../../dashboard-api/contract-supervision.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'
import { leadIsSafety, openIncident } from '../../support/api-incidents.ts'
import { at } from '../../support/incidents.ts'

let one: TestApp
let supervisor: string

/** Two serious matters of the safety department whose release was due at one o'clock; it is three. */
beforeEach(async () => {
  one = await startApp()
  for (const id of ['inc-1', 'inc-2']) await openIncident(one, id, 'II', at('08:00'), [leadIsSafety])
  one.clock.pass(6 * hourMs)
  supervisor = await one.signIn(['supervisor'])
})
afterEach(() => one.close())

const step = {
  departmentId: 'safety',
  finding: 'improper-response',
  text: '权威发布超过五小时未作出，回应不妥当',
  clocks: ['authoritative-release']
}

async function ledger(): Promise<SupervisionLedger> {
  const answer = await one.call(supervisor, 'GET', supervisionPaths.ledger)
  expect(answer.status).toBe(200)
  return SupervisionLedger.parse(answer.body)
}

it('proposes what is late; what a person issues has a number of its kind and year, without gaps', async () => {
  expect((await ledger()).proposals.map(({ incidentId, id, unit }) => [incidentId, id, unit?.name])).toEqual(
    expect.arrayContaining([['inc-1', 'clock:authoritative-release', '安全处']])
  )
  for (const [index, id] of ['inc-1', 'inc-2', 'inc-1'].entries()) {
    const said = { ...step, text: `${step.text}（${index}）` }
    expect((await one.call(supervisor, 'POST', supervisionPaths.verb(id, 'remind'), said)).status).toBe(200)
  }
  const order = { ...step, rectifyBy: at('18:00', '2031-03-20') }
  await one.call(supervisor, 'POST', supervisionPaths.verb('inc-1', 'order-supervision'), order)
  const { rows, proposals } = await ledger()
  expect(rows.map(({ number }) => number ?? '').toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    '舆提〔2031〕1号',
    '舆提〔2031〕2号',
    '舆提〔2031〕3号',
    '舆督〔2031〕1号'
  ])
  expect(proposals.filter(({ id }) => id === 'clock:authoritative-release')).toEqual([])
  const entries = await one.stores.audit.read(0, 1000)
  expect(entries.filter(({ action }) => action === 'supervision.number').map(({ detail }) => detail)).toContain('已办;reminder/2031 3')
})

it('numbers without gap or double from two dashboards at once, and a second try of the same intent adds nothing', async () => {
  const other = await createApp({ ...one.deps, holder: 'other' })
  await other.ready()
  const headers = { host: 'desk.example', origin: 'http://desk.example', cookie: supervisor }
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      (index % 2 === 0 ? one.app : other).inject({
        method: 'POST',
        url: supervisionPaths.verb(`inc-${1 + (index % 4 < 2 ? 0 : 1)}`, 'remind'),
        headers: { ...headers, 'idempotency-key': `intent-${index % 4}` },
        payload: { ...step, text: `${step.text}（${index % 4}）` }
      })
    )
  )
  await other.close()
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 8 }, () => 200))
  const numbers = (await ledger()).rows.map(({ number }) => number ?? '')
  expect(numbers.toSorted((a, b) => (a < b ? -1 : 1))).toEqual([1, 2, 3, 4].map((number) => `舆提〔2031〕${number}号`))
})

it('gives what a killed process left without a number its number at the next reading', async () => {
  const broken = await createApp({
    ...one.deps,
    stores: { ...one.stores, documentNumbers: { ...one.stores.documentNumbers, assign: () => Promise.reject(new Error('killed')) } }
  })
  await broken.ready()
  const answer = await broken.inject({
    method: 'POST',
    url: supervisionPaths.verb('inc-1', 'remind'),
    headers: { host: 'desk.example', origin: 'http://desk.example', cookie: supervisor },
    payload: step
  })
  await broken.close()
  expect(answer.statusCode).toBe(500)
  expect((await ledger()).rows.map(({ number, status }) => [number, status])).toEqual([['舆提〔2031〕1号', 'issued']])
})

it('hears the unit before a leader signs', async () => {
  const handler = await one.signIn(['handler'], 'safety')
  const leader = await one.signIn(['leader'])
  const criticism = { ...step, rectifyBy: at('18:00', '2031-03-20'), skipReason: '影响恶劣' }
  await one.call(supervisor, 'POST', supervisionPaths.verb('inc-1', 'criticise'), criticism)
  const sign = () => one.call(leader, 'POST', supervisionPaths.verb('inc-1', 'sign-supervision'), { entry: 'supervision-1' })
  const early = await sign()
  expect([early.status, Problem.parse(early.body).detail]).toEqual([409, expect.stringContaining('须先听取安全处的陈述')])
  await one.call(handler, 'POST', supervisionPaths.verb('inc-1', 'make-statement'), { entry: 'supervision-1', text: '已在核实' })
  const signed = SupervisionLedger.parse((await sign()).body)
  expect(signed.rows[0]).toMatchObject({ status: 'issued', number: '舆通〔2031〕1号', statement: { text: '已在核实' } })
  const detail = await one.call(supervisor, 'GET', '/api/incidents/inc-1')
  expect(detail.text).toContain('签发通报批评（安全处）')
})

it('refuses a unit that nobody knows, and everything where the desk has no rules', async () => {
  const unknown = await one.call(supervisor, 'POST', supervisionPaths.verb('inc-1', 'remind'), { ...step, departmentId: 'nobody' })
  expect([unknown.status, Problem.parse(unknown.body).detail]).toEqual([400, '没有编号为 nobody 的部门'])
  const bare = await createApp({ ...one.deps, supervision: null })
  await bare.ready()
  const answer = await bare.inject({
    method: 'POST',
    url: supervisionPaths.verb('inc-1', 'remind'),
    headers: { host: 'desk.example', origin: 'http://desk.example', cookie: supervisor },
    payload: step
  })
  await bare.close()
  expect([answer.statusCode, answer.json<Problem>().detail]).toEqual([409, '本单位没有督办规则：请在配置中写明 supervision'])
})

it('tells of a measured row what its description names, and no more', async () => {
  const { body } = await one.call(supervisor, 'GET', `${supervisionPaths.measures}?month=2031-03`)
  // Reading leaves out what is not described; what was answered has nothing of the kind.
  expect(body).toEqual(MeasuresView.parse(body))
  expect(MeasuresView.parse(body).rows.length).toBeGreaterThan(0)
})

it('measures by month and department; each figure names rows that are there', async () => {
  const read = async (query: string): Promise<MeasuresView> =>
    MeasuresView.parse((await one.call(supervisor, 'GET', `${supervisionPaths.measures}?${query}`)).body)
  const { total, departments, rows, unseen } = await read('month=2031-03')
  expect(total.onTime).toMatchObject({ rate: 0, part: 0, of: 2 })
  expect(departments.map(({ department }) => department?.name)).toEqual(['安全处'])
  expect(new Set(total.onTime.ofRows.map((id) => rows.find((row) => row.id === id)?.incidentId))).toEqual(new Set(['inc-1', 'inc-2']))
  expect(unseen).toMatchObject({ first: 2, second: 0, both: 0, estimate: null })
  expect((await read('month=2031-03&department=publicity')).total.onTime).toMatchObject({ rate: null, of: 0 })
  expect((await one.call(supervisor, 'GET', `${supervisionPaths.measures}?month=2031-13`)).status).toBe(400)
})
