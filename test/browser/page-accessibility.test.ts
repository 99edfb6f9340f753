import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMs, instantFromMs, minuteMs } from '../../core/instant.ts'
import { openBrowser } from '../support/browser.ts'
import { accessibilityFaults } from '../support/page-axe.ts'
import { demandBuiltPage, setUpFirst, unfit } from '../support/page-desk.ts'
import { openDesk, type Desk } from '../support/running-system.ts'

const title = '临江路一商场发生火灾已致11人死亡'
let browser: Browser
let desk: Desk
let session: Awaited<ReturnType<BrowserContext['storageState']>>

beforeAll(async () => {
  demandBuiltPage()
  desk = await openDesk({ outlet: 'http://outlet.example.invalid/', roles: ['pipeline', 'alerting', 'dashboard'] })
  browser = await openBrowser()
  const context = await browser.newContext()
  const page = await context.newPage()
  await setUpFirst(page, desk, async () => {
    const faults = await accessibilityFaults(page, 'both')
    if (faults.length > 0) throw new Error(faults.join('\n'))
  })
  await desk.publish({
    id: 'fixture-fire',
    sourceKind: 'portal',
    source: '测试新闻网',
    title,
    publishedAt: addMs(instantFromMs(Date.now()), -20 * minuteMs),
    text: '今日,临江路一商场发生火灾。截至目前,火灾已造成11人死亡、20人受伤。起火原因正在调查。'
  })
  await page.getByRole('link', { name: title, exact: true }).waitFor()
  session = await context.storageState()
  await context.close()
})

afterAll(async () => {
  await browser?.close()
  await desk?.close()
})

async function open(path: string, signedIn = true): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...(signedIn ? { storageState: session } : {}) })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(new URL(path, desk.system.url ?? '').href)
  return page
}

describe('the page, in both themes, on a desktop and on a telephone', () => {
  it('can be signed in to', async () => {
    const page = await open('/sign-in', false)
    await page.getByRole('button', { name: '登录' }).waitFor()
    expect(await unfit(page, 'sign-in')).toEqual([])
    await page.context().close()
  })

  it('shows the desk, its help and the form for an incident by hand', async () => {
    const page = await open('/')
    await page.getByRole('link', { name: title, exact: true }).waitFor()
    expect(await unfit(page, 'desk')).toEqual([])
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: '快捷键' }).waitFor()
    expect(await unfit(page, 'keys')).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: '快捷键' }).waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: '人工立案' }).click()
    await page.getByRole('dialog', { name: '人工立案' }).waitFor()
    expect(await unfit(page, 'open-incident')).toEqual([])
    await page.context().close()
  })

  it('shows an incident and each of its dialogs', async () => {
    const page = await open('/')
    await page.getByRole('link', { name: title, exact: true }).click()
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
    await page.locator('.chart svg').waitFor()
    expect(await unfit(page, 'incident')).toEqual([])
    for (const name of ['核定等级', '交办', '记录权威发布', '记录新闻发布会', '备注', '驳回为误报']) {
      await page.getByRole('group', { name: '处置' }).getByRole('button', { name }).click()
      await page.getByRole('dialog').waitFor()
      expect(await unfit(page, `incident-${name}`)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await page.context().close()
  })

  it('searches and shows sources', async () => {
    const page = await open(`/mentions?q=${encodeURIComponent('火灾')}`)
    await page.locator('[data-mention]').first().waitFor()
    await page.getByRole('button', { name: '全文与变化' }).first().click()
    await page.getByText('首次采到').waitFor()
    expect(await unfit(page, 'mentions')).toEqual([])
    await page.goto(new URL('/sources', desk.system.url ?? '').href)
    await page.getByText('还没有配置采集源').waitFor()
    expect(await unfit(page, 'sources')).toEqual([])
    await page.context().close()
  })
})

describe('with the keyboard alone', () => {
  it('an incident is chosen, signed and opened', async () => {
    const page = await open('/')
    const link = page.getByRole('link', { name: title, exact: true })
    await link.waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('a')
    await page.getByRole('dialog', { name: '签收事件' }).waitFor()
    await page.waitForFunction('document.activeElement?.textContent?.trim() === "签收"')
    await page.keyboard.press('Enter')
    await page.locator('[data-incident]').getByText('已签收').waitFor()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
    expect(new URL(page.url()).pathname).toMatch(/^\/incidents\//)
    await page.context().close()
  })

  it('a key in a field stays a letter', async () => {
    const page = await open('/mentions')
    await page.getByLabel('检索式').fill('')
    await page.getByLabel('检索式').pressSequentially('ja?')
    expect(await page.getByLabel('检索式').inputValue()).toBe('ja?')
    await page.context().close()
  })
})
