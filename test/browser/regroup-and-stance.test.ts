import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMs, instantFromMs, minuteMs } from '../../core/instant.ts'
import { openBrowser } from '../support/browser.ts'
import { demandBuiltPage, openDialog, setUpFirst, sidewaysBy, unfit } from '../support/page-desk.ts'
import { openDesk, type Desk } from '../support/running-system.ts'

const title = '临江路一商场发生火灾已致11人死亡'
const other = '滨河路一饭店发生燃气爆炸已致12人死亡'
let browser: Browser
let page: Page
let desk: Desk

beforeAll(async () => {
  demandBuiltPage()
  desk = await openDesk({ outlet: 'http://outlet.example.invalid/', roles: ['pipeline', 'alerting', 'dashboard'] })
  browser = await openBrowser()
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await setUpFirst(page, desk)
  const fire = '今日，临江路一商场发生火灾。截至目前，火灾已造成11人死亡、20人受伤。起火原因正在调查。'
  await tell('fire', 20, { sourceKind: 'portal', source: '测试新闻网', title, text: fire })
  await tell('fire-copy', 15, {
    sourceKind: 'forum',
    source: '测试论坛',
    title: null,
    text: `${fire}消防大队推诿扯皮，应急局不作为，投诉多次没人管！`
  })
  await tell('blast', 18, {
    sourceKind: 'portal',
    source: '测试新闻网',
    title: other,
    text: '今日，滨河路一饭店发生燃气爆炸，造成12人死亡、31人受伤。'
  })
  await page.getByRole('link', { name: other, exact: true }).waitFor()
  await page.getByRole('link', { name: title, exact: true }).waitFor()
})

afterAll(async () => {
  await browser?.close()
  await desk?.close()
})

async function tell(id: string, minutesAgo: number, line: Record<string, unknown>): Promise<void> {
  await desk.publish({ id, publishedAt: addMs(instantFromMs(Date.now()), -minutesAgo * minuteMs), ...line })
}

async function openIncident(name: string): Promise<string> {
  await page.goto(desk.system.url ?? '')
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

function state(id: string) {
  return desk.system.stores.incidents.get(id).then((document) => document?.state)
}

describe('the curve of an incident', () => {
  it('does not widen a window that narrowed before it was drawn anew', async () => {
    await openIncident(title)
    await page.locator('.chart svg').waitFor()
    await page.setViewportSize({ width: 360, height: 900 })
    // As it stands until the chart has heard of the new width.
    await page.evaluate("document.querySelectorAll('.chart > div, .chart svg').forEach(({ style }) => (style.width = '976px'))")
    expect(await sidewaysBy(page)).toBe(0)
    await page.setViewportSize({ width: 1440, height: 900 })
  })
})

describe('the stance towards the authority', () => {
  it('stands on the incident with its count and its words, and beside the mention that takes it', async () => {
    await openIncident(title)
    const section = page.getByRole('region', { name: '对政府和有关部门的立场' })
    await expect.poll(() => section.innerText()).toMatch(/批评\s*1 条\s*「[^」]+」/)
    expect(await page.locator('[data-mention="fire-copy"] .head').innerText()).toContain('对政府批评：')
    expect(await page.locator('[data-mention="fire"] .head').innerText()).not.toContain('对政府')
    expect(await unfit(page, 'regroup-a')).toEqual([])
  })
})

describe('splitting and merging by hand, with the keyboard alone', () => {
  let fire: string
  let apart: string

  it('does nothing without a reason, and nothing when it is left', async () => {
    fire = await openIncident(title)
    const dialog = await openDialog(page.getByRole('group', { name: '处置' }).getByRole('button', { name: '拆分' }), '拆分')
    expect(await dialog.getByRole('checkbox').count()).toBe(1)
    expect(await dialog.getByText('立案所依据的那一条留在本事件').isVisible()).toBe(true)
    expect(await unfit(page, 'regroup-b')).toEqual([])
    await dialog.getByRole('checkbox').press('Space')
    await dialog.getByLabel('新事件的标题').fill('论坛上的投诉')
    expect(await dialog.getByRole('button', { name: '拆成新事件' }).isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '继续填写' }).press('Enter')
    expect(await dialog.getByLabel('新事件的标题').inputValue()).toBe('论坛上的投诉')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '不保留，离开' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect((await state(fire))?.separated ?? []).toEqual([])
  })

  it('splits a mention off with a reason and goes on with the new incident', async () => {
    const dialog = await openDialog(page.getByRole('group', { name: '处置' }).getByRole('button', { name: '拆分' }), '拆分')
    await dialog.getByRole('checkbox').press('Space')
    await dialog.getByLabel('新事件的标题').fill('论坛上的投诉')
    await dialog.getByLabel('理由').fill('说的是另一件事')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: '论坛上的投诉', level: 1 }).waitFor()
    apart = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    expect((await state(fire))?.separated).toEqual([apart])
    await expect.poll(async () => (await desk.system.stores.mentions.ofIncidents([apart], 10)).length).toBe(1)
    await page.locator('[data-mention="fire-copy"]').waitFor()
  })

  it('offers only incidents that are grave enough, and merges into the one chosen', async () => {
    await openIncident('论坛上的投诉')
    const dialog = await openDialog(page.getByRole('group', { name: '处置' }).getByRole('button', { name: '并案' }), '并案')
    expect(await dialog.getByRole('radio').count()).toBe(2)
    expect(await unfit(page, 'regroup-c')).toEqual([])
    await dialog.getByRole('radio', { name: title }).press('Space')
    expect(await dialog.getByRole('button', { name: '并入所选事件' }).isDisabled()).toBe(true)
    await dialog.getByLabel('理由').fill('原来是同一起')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
    expect(await state(apart)).toMatchObject({ status: 'merged', mergedInto: fire })
    expect((await state(fire))?.absorbed).toEqual([apart])
    await page.getByText('原来是同一起').first().waitFor()
  })
})
