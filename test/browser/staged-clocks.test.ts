import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scaledClock } from '../../adapters/clock.ts'
import { stagesOf } from '../../core/incident/stages.ts'
import { openDialog, openPageDesk, shippedConfig, submit, unfit, type PageDesk } from '../support/page-desk.ts'
import { moment } from '../support/staged-desk.ts'

const title = '滨河路一饭店发生燃气爆炸'
const clock = scaledClock({ realStartMs: Date.now(), civilStart: moment('2026-09-10 10:00'), speed: 1 })
const shippedStages = { calendar: shippedConfig('calendar'), stagedCountdowns: shippedConfig('staged-countdowns.yaml') }
let one: PageDesk
let incident: string

beforeAll(async () => {
  one = await openPageDesk({ outlet: 'http://outlet.example.invalid/', roles: ['alerting', 'dashboard'], clock, config: shippedStages })
  for (const [role, departmentId] of [
    ['duty-officer', 'publicity'],
    ['handler', 'emergency'],
    ['deputy-leader', null]
  ] as const)
    await one.signIn(role, departmentId)
  const opened = await one.as('duty-officer').request.post(one.at('/api/incidents'), {
    headers: { origin: one.desk.system.url ?? '' },
    data: { title, eventGrade: 'II', opinionGrade: null, departments: [], reason: '119 来电' }
  })
  if (opened.status() !== 201) throw new Error(await opened.text())
  incident = ((await opened.json()) as { id: string }).id
})

afterAll(async () => {
  await one?.close()
})

async function openIncident(page: Page): Promise<void> {
  await page.goto(one.at(`/incidents/${incident}`))
  await page.getByRole('heading', { name: title, level: 1 }).waitFor()
}

async function stages(): Promise<string[]> {
  const document = await one.desk.system.stores.incidents.get(incident)
  return document === null ? [] : stagesOf(document.state).map(({ id, settled }) => `${id} ${settled?.state ?? 'running'}`)
}

describe('the clocks that go by stages, with the keyboard alone', () => {
  it('stand on the desk and on the incident, and fit a telephone', async () => {
    const page = one.as('duty-officer')
    await page.goto(one.at('/'))
    await page.locator('[data-incident]').getByText('上报·电话报告').waitFor()
    expect(await unfit(page, 'stages-desk')).toEqual([])
    await openIncident(page)
    const region = page.getByRole('region', { name: '分阶段时限' })
    expect(await region.locator('[data-stage="report-up/phone"]').innerText()).toContain('停钟条件：电话报告的时间、报告人与接报人')
    expect(await unfit(page, 'stages-stages')).toEqual([])
  })

  it('the desk reports by phone and in writing; a report without a number cannot be sent', async () => {
    const page = one.as('duty-officer')
    const call = await openDialog(page.getByRole('button', { name: '记录电话上报：上报·电话报告', exact: true }), '记录电话上报')
    expect(await unfit(page, 'stages-call')).toEqual([])
    await call.getByLabel('接报单位和接报人').fill('市委值班室 王某')
    await submit(page)
    const report = await openDialog(page.getByRole('button', { name: '记录书面上报：上报·书面报告', exact: true }), '记录书面上报')
    await report.getByLabel('收件回执').fill('市委值班室已收')
    expect(await report.getByRole('button', { name: '记录书面上报' }).isDisabled()).toBe(true)
    await report.getByLabel('文号', { exact: true }).fill('值班〔2026〕12号')
    expect(await unfit(page, 'stages-report')).toEqual([])
    await submit(page)
    expect(await stages()).toEqual(['report-up/phone met', 'report-up/written met'])
    await page.getByRole('region', { name: '分阶段时限' }).getByText('文号 值班〔2026〕12号').waitFor()
  })

  it('a department takes notice and asks for more time, which a leader grants', async () => {
    await one.as('duty-officer').request.post(one.at(`/api/incidents/${incident}/assign`), {
      headers: { origin: one.desk.system.url ?? '' },
      data: { departments: [{ id: 'emergency', role: 'lead' }], instruction: '请核实' }
    })
    const handler = one.as('handler')
    await openIncident(handler)
    const notice = await openDialog(handler.getByRole('button', { name: '知晓性回应：部门答复·知晓性回应（应急局）', exact: true }), '知晓性回应')
    await notice.getByLabel('由谁办理').fill('救援科 戊')
    await submit(handler)
    const asking = await openDialog(handler.getByRole('button', { name: '申请延期：部门答复·实质答复（应急局）', exact: true }), '申请延期')
    await asking.getByLabel('理由').fill('须等检测结果')
    expect(await unfit(handler, 'stages-asking')).toEqual([])
    await submit(handler)
    const leader = one.as('deputy-leader')
    await openIncident(leader)
    await leader.getByText('申请延期至共7个工作日，待分管领导、主要领导批准').waitFor()
    expect(await unfit(leader, 'stages-request')).toEqual([])
    const granting = await openDialog(leader.getByRole('button', { name: '批准延期：部门答复·实质答复（应急局）', exact: true }), '批准延期')
    await granting.getByLabel('理由').fill('同意')
    await submit(leader)
    await leader.getByText('7个工作日（已延期一次）').waitFor()
    expect(await handler.getByRole('button', { name: '批准延期' }).count()).toBe(0)
  })

  it('the department answers; a leader waives nothing that has ended', async () => {
    const handler = one.as('handler')
    await openIncident(handler)
    const answer = await openDialog(handler.getByRole('button', { name: '实质答复：部门答复·实质答复（应急局）', exact: true }), '实质答复')
    await answer.getByRole('textbox').fill('经查为管线老化，已更换并复检合格')
    await submit(handler)
    expect((await stages()).slice(2)).toEqual(['department-reply/notice/emergency met', 'department-reply/answer/emergency met'])
    await openIncident(one.as('deputy-leader'))
    expect(await one.as('deputy-leader').getByRole('region', { name: '分阶段时限' }).getByRole('button').count()).toBe(0)
  })
})
