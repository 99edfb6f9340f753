import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMs, instantFromMs, minuteMs } from '../../core/instant.ts'
import { openBrowser } from '../support/browser.ts'
import { accessibilityFaults } from '../support/page-axe.ts'
import { openOutletSite, type OutletSite } from '../support/outlet-site.ts'
import { demandBuiltPage, setUpFirst } from '../support/page-desk.ts'
import { openDesk, type Desk } from '../support/running-system.ts'

const title = '滨河路一饭店发生燃气爆炸已致12人死亡'
let browser: Browser
let page: Page
let desk: Desk
let outlet: OutletSite
const faults: string[] = []

beforeAll(async () => {
  demandBuiltPage()
  outlet = await openOutletSite()
  desk = await openDesk({ outlet: outlet.origin, roles: ['pipeline', 'alerting', 'dashboard'] })
  browser = await openBrowser()
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(60_000)
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
})

afterAll(async () => {
  await browser?.close()
  await desk?.close()
  await outlet?.close()
})

describe('a duty officer', () => {
  it('sets up the first account by the one-time link and stands before an empty desk that says why', async () => {
    await setUpFirst(page, desk)
    expect(await page.getByText('没有进行中的事件').isVisible()).toBe(true)
  })

  it('signs out and in again with the password', async () => {
    await page.context().clearCookies()
    await page.goto(desk.system.url ?? '')
    await page.getByLabel('登录名').fill('zhiban')
    await page.getByLabel('密码', { exact: true }).fill('Wang-lou-2031')
    await page.getByRole('button', { name: '登录' }).click()
    await expect.poll(() => page.getByText('没有进行中的事件').isVisible()).toBe(true)
  })

  it('sees a new incident arrive without a reload, with its two clocks ticking', async () => {
    await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }))
    const published = addMs(instantFromMs(Date.now()), -20 * minuteMs)
    await desk.publish({
      id: 'fixture-1',
      sourceKind: 'portal',
      source: '测试新闻网',
      title,
      publishedAt: published,
      text: '今日，滨河路一饭店发生燃气爆炸。截至目前，事故已造成12人死亡、31人受伤，其中重伤5人。救援工作正在进行，事故原因正在调查。'
    })
    await page.getByRole('link', { name: title, exact: true }).waitFor()
    const clocks = page.getByRole('timer')
    expect(await clocks.count()).toBeGreaterThanOrEqual(2)
    const before = await clocks.first().innerText()
    expect(before).toMatch(/^4:\d\d:\d\d$/)
    await expect.poll(() => clocks.first().innerText()).not.toBe(before)
    expect(await page.evaluate(() => 'notReloaded' in globalThis)).toBe(true)
  })

  it('opens it and is told what a release needs when the page is not there yet', async () => {
    await page.getByRole('link', { name: title, exact: true }).click()
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
    await page.getByRole('button', { name: '记录权威发布' }).click()
    await page.getByLabel('发布网址').fill(`${outlet.origin}tongbao.html`)
    await page.getByRole('button', { name: '取回并记录' }).click()
    await page
      .getByRole('dialog')
      .getByText(/404|不存在/)
      .first()
      .waitFor()
    expect(await page.locator('[data-kind="authoritative-release"]').getAttribute('data-state')).not.toBe('met')
  })

  it('signs in again over what was typed when the session has ended, and goes on with it', async () => {
    const field = page.getByLabel('发布网址')
    await page.context().clearCookies()
    await page.getByRole('button', { name: '取回并记录' }).click()
    await page.getByRole('heading', { name: '请重新登录' }).waitFor()
    expect(await field.isVisible()).toBe(false)
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByLabel('登录名').fill('zhiban')
    await page.getByLabel('密码', { exact: true }).fill('Wang-lou-2031')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await field.waitFor()
    expect(await field.inputValue()).toBe(`${outlet.origin}tongbao.html`)
  })

  it('records the release by its URL and sees the five-hour clock stop and the other go on', async () => {
    outlet.publish('/tongbao.html', '关于滨河路燃气爆炸事故的情况通报', [
      '今日，滨河路一饭店发生燃气爆炸，造成12人死亡、31人受伤。',
      '伤员已全部送医，现场搜救结束，事故原因正在调查，后续情况将及时发布。'
    ])
    await page.getByRole('button', { name: '取回并记录' }).click()
    await page.locator('[data-kind="authoritative-release"][data-state="met"]').waitFor()
    expect(await page.locator('[data-kind="press-conference"]').getAttribute('data-state')).not.toBe('met')
    await page.getByText('留存页面').first().waitFor()
  })

  it('caused no error in the browser', () => {
    expect(faults.filter((fault) => !/status of (401|404|409|422)/.test(fault))).toEqual([])
  })
})
