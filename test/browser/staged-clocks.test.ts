import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scaledClock } from '../../adapters/clock.ts'
import { sha256, strongRandom } from '../../adapters/hash.ts'
import type { Role } from '../../core/actor.ts'
import { stagesOf } from '../../core/incident/stages.ts'
import { createSignInLink } from '../../dashboard-api/one-time-links.ts'
import { openBrowser } from '../support/browser.ts'
import { accessibilityFaults } from '../support/page-axe.ts'
import { openDesk, type Desk } from '../support/running-system.ts'
import { moment } from '../support/staged-desk.ts'

const title = '滨河路一饭店发生燃气爆炸'
const clock = scaledClock({ realStartMs: Date.now(), civilStart: moment('2026-09-10 10:00'), speed: 1 })
const shipped = (name: string): string => fileURLToPath(new URL(`../../config/${name}`, import.meta.url))
const shippedStages = { calendar: shipped('calendar'), stagedCountdowns: shipped('staged-countdowns.yaml') }
let browser: Browser
let desk: Desk
let incident: string
const pages = new Map<Role, Page>()

beforeAll(async () => {
  if (!existsSync('dist/dashboard/index.html')) throw new Error('the page is not built: npm run build')
  desk = await openDesk({ outlet: 'http://outlet.example.invalid/', roles: ['alerting', 'dashboard'], clock, config: shippedStages })
  browser = await openBrowser()
  for (const [role, departmentId] of [
    ['duty-officer', 'publicity'],
    ['handler', 'emergency'],
    ['deputy-leader', null]
  ] as const)
    pages.set(role, await signIn(role, departmentId))
  const opened = await as('duty-officer').request.post(`${desk.system.url}/api/incidents`, {
    headers: { origin: desk.system.url ?? '' },
    data: { title, eventGrade: 'II', opinionGrade: null, departments: [], reason: '119 来电' }
  })
  if (opened.status() !== 201) throw new Error(await opened.text())
  incident = ((await opened.json()) as { id: string }).id
})

afterAll(async () => {
  await browser?.close()
  await desk?.close()
})

async function signIn(role: Role, departmentId: string | null): Promise<Page> {
  const { accounts } = desk.system.stores
  const account = { id: `p-${role}`, login: role, name: `测试${role}`, roles: [role], departmentId, passwordHash: null, disabled: false }
  await accounts.put(account)
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 1000 } })).newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(new URL(await createSignInLink({ accounts, clock, random: strongRandom, sha256 }, account.id), desk.system.url ?? '').href)
  await page.getByRole('navigation').first().waitFor()
  return page
}

function as(role: Role): Page {
  const page = pages.get(role)
  if (page === undefined) throw new Error(`nobody is signed in as ${role}`)
  return page
}

async function openIncident(page: Page): Promise<void> {
  await page.goto(new URL(`/incidents/${incident}`, desk.system.url ?? '').href)
  await page.getByRole('heading', { name: title, level: 1 }).waitFor()
}

/** Opens a dialog by the keyboard alone. */
async function openDialog(page: Page, button: string, dialog: string): Promise<ReturnType<Page['getByRole']>> {
  await page.getByRole('button', { name: button, exact: true }).focus()
  await page.keyboard.press('Enter')
  const opened = page.getByRole('dialog', { name: dialog })
  await opened.waitFor()
  return opened
}

async function submit(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

/** Serious findings of axe, and sideways scrolling, on a desktop and on a telephone. */
async function unfit(page: Page): Promise<string[]> {
  const faults: string[] = []
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 1000 })
    const sideways = Number(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'))
    faults.push(...(await accessibilityFaults(page)), ...(sideways > 0 ? [`scrolls sideways by ${sideways} px at ${width}`] : []))
  }
  return faults
}

async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['WANGLOU_SCREENSHOTS']
  if (folder === undefined) return
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 1000 })
    await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true })
  }
}

async function stages(): Promise<string[]> {
  const document = await desk.system.stores.incidents.get(incident)
  return document === null ? [] : stagesOf(document.state).map(({ id, settled }) => `${id} ${settled?.state ?? 'running'}`)
}

describe('the clocks that go by stages, with the keyboard alone', () => {
  it('stand on the desk and on the incident, and fit a telephone', async () => {
    const page = as('duty-officer')
    await page.goto(desk.system.url ?? '')
    await page.locator('[data-incident]').getByText('上报·电话报告').waitFor()
    expect(await unfit(page)).toEqual([])
    await look(page, 'desk')
    await openIncident(page)
    const region = page.getByRole('region', { name: '分阶段时限' })
    expect(await region.locator('[data-stage="report-up/phone"]').innerText()).toContain('停钟条件：电话报告的时间、报告人与接报人')
    expect(await unfit(page)).toEqual([])
  })

  it('the desk reports by phone and in writing; a report without a number cannot be sent', async () => {
    const page = as('duty-officer')
    const call = await openDialog(page, '记录电话上报：上报·电话报告', '记录电话上报')
    expect(await unfit(page)).toEqual([])
    await call.getByLabel('接报单位和接报人').fill('市委值班室 王某')
    await submit(page)
    const report = await openDialog(page, '记录书面上报：上报·书面报告', '记录书面上报')
    await report.getByLabel('收件回执').fill('市委值班室已收')
    expect(await report.getByRole('button', { name: '记录书面上报' }).isDisabled()).toBe(true)
    await report.getByLabel('文号', { exact: true }).fill('值班〔2026〕12号')
    expect(await unfit(page)).toEqual([])
    await submit(page)
    expect(await stages()).toEqual(['report-up/phone met', 'report-up/written met'])
    await page.getByRole('region', { name: '分阶段时限' }).getByText('文号 值班〔2026〕12号').waitFor()
  })

  it('a department takes notice and asks for more time, which a leader grants', async () => {
    await as('duty-officer').request.post(`${desk.system.url}/api/incidents/${incident}/assign`, {
      headers: { origin: desk.system.url ?? '' },
      data: { departments: [{ id: 'emergency', role: 'lead' }], instruction: '请核实' }
    })
    const handler = as('handler')
    await openIncident(handler)
    const notice = await openDialog(handler, '知晓性回应：部门答复·知晓性回应（应急局）', '知晓性回应')
    await notice.getByLabel('由谁办理').fill('救援科 戊')
    await submit(handler)
    const asking = await openDialog(handler, '申请延期：部门答复·实质答复（应急局）', '申请延期')
    await asking.getByLabel('理由').fill('须等检测结果')
    expect(await unfit(handler)).toEqual([])
    await submit(handler)
    const leader = as('deputy-leader')
    await openIncident(leader)
    await leader.getByText('申请延期至共7个工作日，待分管领导、主要领导批准').waitFor()
    await look(leader, 'request')
    expect(await unfit(leader)).toEqual([])
    const granting = await openDialog(leader, '批准延期：部门答复·实质答复（应急局）', '批准延期')
    await granting.getByLabel('理由').fill('同意')
    await submit(leader)
    await leader.getByText('7个工作日（已延期一次）').waitFor()
    expect(await handler.getByRole('button', { name: '批准延期' }).count()).toBe(0)
  })

  it('the department answers; a leader waives nothing that has ended', async () => {
    const handler = as('handler')
    await openIncident(handler)
    const answer = await openDialog(handler, '实质答复：部门答复·实质答复（应急局）', '实质答复')
    await answer.getByRole('textbox').fill('经查为管线老化，已更换并复检合格')
    await submit(handler)
    expect((await stages()).slice(2)).toEqual(['department-reply/notice/emergency met', 'department-reply/answer/emergency met'])
    await openIncident(as('deputy-leader'))
    expect(await as('deputy-leader').getByRole('region', { name: '分阶段时限' }).getByRole('button').count()).toBe(0)
    await look(as('deputy-leader'), 'ended')
  })
})
