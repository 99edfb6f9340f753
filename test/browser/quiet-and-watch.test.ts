import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMs, instantFromMs, minuteMs } from '../../core/instant.ts'
import { openBrowser } from '../support/browser.ts'
import { demandBuiltPage, newPage, setUpFirst, unfitAsItStands } from '../support/page-desk.ts'
import { openDesk, type Desk } from '../support/running-system.ts'

const title = '临江路一商场发生火灾已致4人死亡'
let browser: Browser
let page: Page
let desk: Desk

beforeAll(async () => {
  demandBuiltPage()
  desk = await openDesk({ outlet: 'http://outlet.example.invalid/', roles: ['pipeline', 'alerting', 'dashboard'] })
  browser = await openBrowser()
  page = await newPage(browser, 360)
  await setUpFirst(page, desk)
  await desk.publish({
    id: 'fixture-fire',
    sourceKind: 'portal',
    source: '测试新闻网',
    title,
    publishedAt: addMs(instantFromMs(Date.now()), -20 * minuteMs),
    text: '今日,临江路一商场发生火灾。截至目前,火灾已造成4人死亡、6人受伤。起火原因正在调查。'
  })
  await page.getByRole('link', { name: title, exact: true }).waitFor()
})

afterAll(async () => {
  await browser?.close()
  await desk?.close()
})

describe('the desk on a telephone', () => {
  it('shows each sweep to the tenth of a second, and goes on while it is looked at', async () => {
    const line = page.locator('[data-sweep]')
    await line.filter({ hasText: /上次巡检 \d\.\d 秒前/ }).waitFor()
    const first = await line.textContent()
    await expect.poll(() => line.textContent()).not.toBe(first)
    expect(await line.textContent()).toMatch(/上次巡检 \d\.\d 秒前/)
  })

  it('mutes a grade for a while with its reason, shows it, and ends it', async () => {
    const quiet = page.locator('[data-quiet]')
    await quiet.getByRole('button', { name: '静音…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('全部一般事件').check()
    expect(await dialog.getByText('全部特别重大事件').count()).toBe(0)
    expect(await dialog.getByRole('button', { name: '静音' }).isDisabled()).toBe(true)
    await dialog.getByLabel('理由（必填）').fill('例会期间统一处理')
    expect(await unfitAsItStands(page)).toEqual([])
    await dialog.getByRole('button', { name: '静音' }).click()
    await quiet.getByText('例会期间统一处理').waitFor()
    expect(await unfitAsItStands(page)).toEqual([])
    await quiet.getByRole('button', { name: '结束静音：全部一般事件' }).click()
    await quiet.getByText('例会期间统一处理').waitFor({ state: 'detached' })
  })
})

describe('the page of an incident', () => {
  it('mutes it, signs for it with an expiry, and offers the next watch to take it over', async () => {
    await page.getByRole('link', { name: title, exact: true }).click()
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
    await page.getByRole('button', { name: '静音此事件…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('多久').selectOption('30')
    await dialog.getByLabel('理由（必填）').fill('现场会上处理')
    await dialog.getByRole('button', { name: '静音' }).click()
    await page.getByText('现场会上处理').waitFor()
    await page.getByRole('button', { name: '签收', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: '签收' }).click()
    await page.getByText(/前交办、备注或发布，否则签收失效/).waitFor()
    await page.getByRole('button', { name: '接班' }).waitFor()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await unfitAsItStands(page)).toEqual([])
  })
})

describe('a desk whose alerting process is dead', () => {
  it('says in words that nobody watches', async () => {
    const lonely = await openDesk({ outlet: 'http://outlet.example.invalid/', roles: ['dashboard'] })
    try {
      const opened = await newPage(browser, 1440)
      await setUpFirst(opened, lonely)
      const line = opened.locator('[data-sweep]')
      await line.waitFor()
      expect(await line.textContent()).toContain('没有督时进程在运行：时限到了也无人提醒')
    } finally {
      await lonely.close()
    }
  })
})
