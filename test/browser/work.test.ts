import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scaledClock } from '../../adapters/clock.ts'
import { workOf } from '../../core/incident/work.ts'
import { openDialog, openPageDesk, shippedConfig, submit, unfit, type PageDesk } from '../support/page-desk.ts'
import { moment } from '../support/staged-desk.ts'

const title = '滨河路一饭店发生燃气爆炸'
const clock = scaledClock({ realStartMs: Date.now(), civilStart: moment('2026-09-10 10:00'), speed: 1 })
let one: PageDesk
let incident: string

beforeAll(async () => {
  const config = { calendar: shippedConfig('calendar'), checklists: shippedConfig('checklists.yaml') }
  one = await openPageDesk({ outlet: 'http://outlet.example.invalid/', roles: ['dashboard'], clock, config })
  for (const [role, departmentId] of [
    ['duty-officer', 'publicity'],
    ['handler', 'emergency'],
    ['deputy-leader', null]
  ] as const)
    await one.signIn(role, departmentId)
  incident = await post('/api/incidents', {
    title,
    eventType: '爆炸',
    eventGrade: 'III',
    opinionGrade: null,
    departments: [{ id: 'emergency', role: 'lead' }],
    reason: '119 来电'
  })
}, 300_000)

afterAll(async () => {
  await one?.close()
})

async function post(path: string, data: object): Promise<string> {
  const answer = await one.as('duty-officer').request.post(one.at(path), { headers: { origin: one.desk.system.url ?? '' }, data })
  if (!answer.ok()) throw new Error(await answer.text())
  return ((await answer.json()) as { id: string }).id
}

async function openWork(page: Page): Promise<Locator> {
  await page.goto(one.at(`/incidents/${incident}`))
  const region = page.getByRole('region', { name: '办理' })
  await region.getByText('派员到现场').waitFor()
  return region
}

describe('what is being done, with the keyboard alone', { timeout: 600_000 }, () => {
  it('a checklist has started; a leader instructs, the department does it from its own list', async () => {
    const leader = one.as('deputy-leader')
    const region = await openWork(leader)
    const instructing = await openDialog(region.getByRole('button', { name: '批示', exact: true }), '批示')
    await instructing.getByLabel('批示（必填）').fill('务必查清原因')
    expect(await instructing.getByRole('button', { name: '批示并交办' }).isDisabled()).toBe(true)
    await instructing.getByLabel('要办的事（必填）').fill('查明爆炸原因')
    expect(await unfit(leader, 'work-instruct')).toEqual([])
    await submit(leader)
    await region.getByText('查明爆炸原因').waitFor()
    expect(await unfit(leader, 'work-incident')).toEqual([])

    const handler = one.as('handler')
    await handler.goto(one.desk.system.url ?? '')
    await handler.getByRole('heading', { level: 1 }).first().waitFor()
    await handler.keyboard.press('g')
    await handler.keyboard.press('t')
    await handler.getByText('查明爆炸原因').waitFor()
    expect(await unfit(handler, 'work-mine')).toEqual([])
    const own = await openWork(handler)
    const finishing = await openDialog(own.getByRole('button', { name: '完成：查明爆炸原因' }), '完成任务')
    await finishing.getByRole('textbox').fill('为管线老化，已更换')
    await submit(handler)
    await own.getByText('为管线老化，已更换').waitFor()
    const document = await one.desk.system.stores.incidents.get(incident)
    expect(document === null ? [] : workOf(document.state).tasks.map(({ source, state }) => `${source} ${state}`)).toEqual([
      ...Array.from({ length: 4 }, () => 'checklist open'),
      'instruction done'
    ])
  })

  it('the desk checks a fact, records a meeting and files the first report', async () => {
    const page = one.as('duty-officer')
    const region = await openWork(page)
    const checking = await openDialog(region.getByRole('button', { name: '核实', exact: true }).first(), '核实')
    await checking.getByLabel('核实什么（必填）').fill('死亡人数')
    await checking.getByLabel('所说的情况（必填）').fill('3')
    expect(await checking.getByRole('button', { name: '记录核实' }).isDisabled()).toBe(true)
    await checking.getByLabel('依据').fill('区应急局值班室')
    await submit(page)
    const sorting = await openDialog(region.getByRole('button', { name: '研判定性', exact: true }), '研判定性')
    await sorting.getByLabel('类型').selectOption('difficulty')
    await sorting.getByText('研究解决情况要对外公布').waitFor()
    await sorting.getByLabel('涉及公众切身利益且影响较大').check()
    await sorting.getByLabel('理由（必填）').fill('多户反映停水')
    await submit(page)
    await region.getByText('多户反映停水').waitFor()
    await region.getByText('研究解决办法，对外公布解决情况，写明公开的网址').waitFor()
    const meeting = await openDialog(region.getByRole('button', { name: '记录会商', exact: true }), '记录会商')
    await meeting.getByLabel('议题（必填）').fill('是否升级')
    await meeting.getByLabel('参加人（必填）').fill('宣传处 甲\n应急局 乙')
    await meeting.getByLabel('各方意见（可不填）').fill('乙：险情已排除')
    await meeting.getByLabel('结论（必填）').fill('维持较大')
    expect(await unfit(page, 'work-meeting')).toEqual([])
    await submit(page)
    const report = await openDialog(region.getByRole('button', { name: '报送初报、续报、终报', exact: true }), '报送初报、续报、终报')
    await report.getByLabel('报送单位（必填）').fill('市委值班室')
    await report.getByLabel('报告内容（必填）').fill('10时许发生爆炸，伤亡正在核实。')
    await submit(page)
    await region.getByText('✔ 已核实').waitFor()
    await region.getByText('结论：维持较大').waitFor()
    await region.getByText('初报', { exact: true }).waitFor()
    expect(await unfit(page, 'work-done')).toEqual([])
  })
})
