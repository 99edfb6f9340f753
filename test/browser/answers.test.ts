import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scaledClock } from '../../adapters/clock.ts'
import { answerDecisionsOf } from '../../core/incident/answer-decision.ts'
import { stagesOf } from '../../core/incident/stages.ts'
import { addMs, minuteMs } from '../../core/instant.ts'
import { judged } from '../support/api-incidents.ts'
import { openDialog, openPageDesk, shippedConfig, submit, unfit, type PageDesk } from '../support/page-desk.ts'
import { moment } from '../support/staged-desk.ts'

const title = '滨河路一饭店发生燃气爆炸'
const hollow = '我局高度重视，将进一步加强监管，压实企业主体责任。<b>请群众放心。</b>'
const clock = scaledClock({ realStartMs: Date.now(), civilStart: moment('2026-09-10 10:00'), speed: 1 })
const shippedStages = { calendar: shippedConfig('calendar'), stagedCountdowns: shippedConfig('staged-countdowns.yaml') }
let one: PageDesk
let incident: string
let officer: Page
let supervisor: Page

beforeAll(async () => {
  one = await openPageDesk({ outlet: 'http://outlet.example.invalid/', roles: ['alerting', 'dashboard'], clock, config: shippedStages })
  officer = await one.signIn('duty-officer', 'publicity')
  supervisor = await one.signIn('supervisor', null)
  const handler = await one.signIn('handler', 'emergency')
  const opened = await post(officer, '/api/incidents', { title, eventGrade: 'II', opinionGrade: null, departments: [], reason: '119 来电' })
  incident = opened.id
  await tell(['爆炸原因是什么？', '燃气管道没人检修，谁负责？', '饭店爆炸谁负责？'])
  await post(officer, `/api/incidents/${incident}/assign`, { departments: [{ id: 'emergency', role: 'lead' }], instruction: '请核实' })
  await post(handler, `/api/incidents/${incident}/answer`, { text: hollow })
})

afterAll(async () => {
  await one?.close()
})

async function post(page: Page, path: string, data: unknown): Promise<{ id: string }> {
  const answer = await page.request.post(one.at(path), { headers: { origin: one.desk.system.url ?? '' }, data })
  if (!answer.ok()) throw new Error(await answer.text())
  return (await answer.json()) as { id: string }
}

async function tell(texts: readonly string[]): Promise<void> {
  const rows = texts.map((text, index) => {
    const { mention, ...rest } = judged(`ask-${index}`, addMs(clock.now(), -(index + 1) * minuteMs), incident)
    return { ...rest, mention: { ...mention, title: null, text } }
  })
  await one.desk.system.stores.mentions.putMany(rows)
  await one.desk.system.stores.mentions.assign(rows.map(({ mention }) => ({ id: mention.id, incidentId: incident })))
}

async function openAnswers(page: Page): Promise<ReturnType<Page['getByRole']>> {
  await page.goto(one.at(`/incidents/${incident}`))
  const region = page.getByRole('region', { name: '公众所问与答复质量' })
  await region.getByText('机器建议').first().waitFor()
  return region
}

describe('the quality of an answer, with the keyboard alone', () => {
  it('shows what is asked with counts, the answer as text with its findings numbered, and what the machine proposes', async () => {
    const region = await openAnswers(officer)
    const words = await region.innerText()
    expect(words).toMatch(/谁负责、如何处理\s*2 条/)
    expect(words).toContain('机器建议：退回重答')
    expect(words).toContain('<b>请群众放心')
    expect(words).toMatch(/▲ 空话套话/)
    expect(await region.getByRole('button').allInnerTexts()).toEqual(['认可答复', '退回重答'])
    expect(await unfit(officer, 'answers')).toEqual([])
  })

  it('is sent back with a reason and the passages; the clock runs on', async () => {
    const dialog = await openDialog(officer.getByRole('button', { name: '退回重答' }), '退回重答')
    expect(await dialog.getByRole('button', { name: '退回重答' }).isDisabled()).toBe(true)
    expect(await unfit(officer, 'send-back')).toEqual([])
    await dialog.getByLabel('理由').fill('没有写明查了什么、由谁负责')
    await submit(officer)
    await officer.getByRole('region', { name: '公众所问与答复质量' }).getByText('没有写明查了什么、由谁负责').waitFor()
    const state = (await one.desk.system.stores.incidents.get(incident))?.state
    if (state === undefined) throw new Error('the incident is gone')
    expect(answerDecisionsOf(state)[0]).toMatchObject({
      decision: 'sent-back',
      findings: [{ kind: 'hollow' }, { kind: 'missing' }, { kind: 'off-point' }]
    })
    expect(stagesOf(state).find(({ id }) => id === 'department-reply/answer/emergency')?.settled).toBeNull()
  })

  it('offers a 督查员 to find a fault only while it is undecided', async () => {
    const region = await openAnswers(supervisor)
    expect(await region.getByRole('button').count()).toBe(0)
  })
})
