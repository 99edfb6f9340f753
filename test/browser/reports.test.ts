import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scaledClock } from '../../adapters/clock.ts'
import { sha256, strongRandom } from '../../adapters/hash.ts'
import type { Role } from '../../core/actor.ts'
import { createSignInLink } from '../../dashboard-api/one-time-links.ts'
import { openBrowser } from '../support/browser.ts'
import { accessibilityFaults } from '../support/page-axe.ts'
import { everyStep, fullIncident } from '../support/report-samples.ts'
import { openDesk, type Desk } from '../support/running-system.ts'
import { moment } from '../support/staged-desk.ts'
import { unzip, wordsOf } from '../support/unzip.ts'

const hostile = '=1+1<img src=x onerror="document.title=1">{incident.id}'
const clock = scaledClock({ realStartMs: Date.now(), civilStart: moment('2026-09-10 15:00'), speed: 1 })
let browser: Browser
let desk: Desk
let page: Page

beforeAll(async () => {
  if (!existsSync('dist/dashboard/index.html')) throw new Error('the page is not built: npm run build')
  desk = await openDesk({ outlet: 'http://outlet.example.invalid/', roles: ['dashboard'], clock })
  await desk.system.stores.incidents.put(fullIncident('inc-hostile', moment('2026-09-10 09:00'), { title: hostile, supervised: everyStep }), 0)
  browser = await openBrowser()
  page = await signIn(['duty-officer', 'supervisor'])
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await desk?.close()
})

async function signIn(roles: Role[]): Promise<Page> {
  const { accounts } = desk.system.stores
  const account = { id: 'p', login: 'p', name: '值班督查员', roles, departmentId: null, passwordHash: null, disabled: false }
  await accounts.put(account)
  const opened = await (await browser.newContext({ viewport: { width: 360, height: 780 }, acceptDownloads: true })).newPage()
  opened.setDefaultTimeout(120_000)
  await opened.goto(new URL(await createSignInLink({ accounts, clock, random: strongRandom, sha256 }, account.id), desk.system.url ?? '').href)
  await opened.getByRole('navigation').first().waitFor()
  await opened.goto(new URL('/reports', desk.system.url ?? '').href)
  await opened.getByRole('heading', { level: 1, name: '报告' }).waitFor()
  return opened
}

/** Serious findings of axe, and sideways scrolling, on a telephone and on a desktop. */
async function unfit(name: string): Promise<string[]> {
  const folder = process.env['WANGLOU_SCREENSHOTS']
  const faults: string[] = []
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 780 })
    const sideways = Number(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'))
    faults.push(...(await accessibilityFaults(page)), ...(sideways > 0 ? [`scrolls sideways by ${sideways} px at ${width}`] : []))
    if (folder !== undefined) await page.screenshot({ path: `${folder}/reports-${name}-${width}.png`, fullPage: true })
  }
  return faults
}

describe('the page of reports, on a telephone of 360 px', { timeout: 300_000 }, () => {
  it('makes a 快报 by the keyboard alone and hands over its files; a hostile title stays text on page and paper', async () => {
    await page.getByLabel('文种').focus()
    await page.keyboard.press('Home')
    await page.getByLabel('事件').focus()
    await page.keyboard.press('ArrowDown')
    await page.getByRole('button', { name: '生成报告' }).focus()
    await page.keyboard.press('Enter')
    const made = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Word 文档' }) })
    await made.getByText('=1+1<img').first().waitFor()
    expect(await page.locator('li img').count()).toBe(0)
    expect(await unfit('made')).toEqual([])

    const [download] = await Promise.all([page.waitForEvent('download'), made.getByRole('link', { name: 'Word 文档' }).click()])
    const bytes = await readFile(await download.path())
    expect(await made.getByRole('link', { name: 'Word 文档' }).getAttribute('title')).toBe(
      `SHA-256 ${createHash('sha256').update(bytes).digest('hex')}`
    )
    expect(wordsOf(unzip(bytes).get('word/document.xml')?.toString('utf8') ?? '')).toContain('=1+1<img')
  })

  it('offers for a 约谈通知 what was issued in the ledger alone, lets nothing else be typed, and makes it', async () => {
    await page.getByLabel('文种').selectOption('regulatory-talk')
    await page.getByRole('button', { name: '生成报告' }).click()
    // Nothing goes out while a field that must be filled is empty.
    expect(await page.evaluate('document.activeElement?.matches(":invalid")')).toBe(true)
    const document = page.getByLabel('台账文书')
    expect(await document.locator('option').count()).toBe(2)
    await document.selectOption({ index: 1 })
    expect(await page.locator('form textarea').count()).toBe(0)
    expect(await unfit('matter')).toEqual([])
    await page.getByRole('button', { name: '生成报告' }).click()
    await page.getByText('关于约谈临江区安全处的通知').first().waitFor()
  })

  it('asks before typed words of a paper are lost, whichever way it is left, and keeps them as a new edition', async () => {
    const desk = page.locator('section.desk')
    const question = page.getByRole('heading', { name: '填写的内容还没有提交' })
    await page.getByRole('link', { name: '看、改、发送' }).last().click()
    const paragraph = desk.getByRole('textbox', { name: '段落' }).last()
    const words = `${await paragraph.inputValue()}现场已经恢复正常秩序。`
    await paragraph.fill(words)
    await desk.getByRole('button', { name: '收起' }).click()
    await question.waitFor()
    await page.getByRole('button', { name: '继续填写' }).click()
    expect(await paragraph.inputValue()).toBe(words)
    await page.getByRole('link', { name: '看、改、发送' }).first().click()
    await question.waitFor()
    await page.getByRole('button', { name: '继续填写' }).click()
    await desk.getByRole('button', { name: '存为新的一版' }).click()
    // What is kept is not asked about.
    await desk.getByRole('button', { name: '没有改动' }).waitFor()
    expect(await question.count()).toBe(0)
  })
})
