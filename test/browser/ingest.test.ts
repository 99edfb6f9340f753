import { existsSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../adapters/clock.ts'
import { sha256, strongRandom } from '../../adapters/hash.ts'
import { addMs, minuteMs } from '../../core/instant.ts'
import { MentionId } from '../../core/mention.ts'
import { createSignInLink } from '../../dashboard-api/one-time-links.ts'
import { openBrowser } from '../support/browser.ts'
import { accessibilityFaults } from '../support/page-axe.ts'
import { openDesk, type Desk } from '../support/running-system.ts'

const title = '临江路一商场发生火灾已致11人死亡'
let browser: Browser
let desk: Desk
let page: Page

beforeAll(async () => {
  if (!existsSync('dist/dashboard/index.html')) throw new Error('the page is not built: npm run build')
  const place = { crawler: 'ingest', intervalMinutes: 1 }
  const sources = [
    { id: 'hotline', name: '临江12345热线', kind: 'hotline', url: 'https://12345.example/', ...place },
    { id: 'radio', name: '临江交通广播', kind: 'broadcast', url: 'https://radio.example/', ...place }
  ]
  desk = await openDesk({ outlet: 'http://outlet.example.invalid/', roles: ['pipeline', 'dashboard'], config: { sources } })
  browser = await openBrowser()
  const { accounts } = desk.system.stores
  const account = {
    id: 'p-1',
    login: 'zhiban',
    name: '测试值班员',
    roles: ['duty-officer' as const],
    departmentId: null,
    passwordHash: null,
    disabled: false
  }
  await accounts.put(account)
  page = await (await browser.newContext({ viewport: { width: 1440, height: 1000 } })).newPage()
  page.setDefaultTimeout(120_000)
  const link = await createSignInLink({ accounts, clock: systemClock, random: strongRandom, sha256 }, account.id)
  await page.goto(new URL(link, desk.system.url ?? '').href)
  await page.getByRole('navigation').first().waitFor()
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await desk?.close()
})

/** Serious findings of axe, and sideways scrolling, on a desktop and on a telephone. */
async function unfit(name: string): Promise<string[]> {
  const folder = process.env['WANGLOU_SCREENSHOTS']
  const faults: string[] = []
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 1000 })
    const sideways = Number(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'))
    faults.push(...(await accessibilityFaults(page)), ...(sideways > 0 ? [`scrolls sideways by ${sideways} px at ${width}`] : []))
    if (folder !== undefined) await page.screenshot({ path: `${folder}/ingest-${name}-${width}.png`, fullPage: true })
  }
  return faults
}

describe('what no crawler finds', { timeout: 600_000 }, () => {
  it('a call is typed in by the keyboard alone, and who called is masked', async () => {
    await page.getByRole('link', { name: '录入' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '录入' }).waitFor()
    expect(await page.getByRole('button', { name: '录入' }).isDisabled()).toBe(true)
    await page.getByLabel('来源（必填）').focus()
    await page.keyboard.press('Tab')
    await page.keyboard.type('今日,临江路一商场发生火灾,已造成11人死亡,请回电13800138000')
    await page.keyboard.press('Tab')
    await page.keyboard.type(title)
    await page.getByLabel('来电人').focus()
    await page.keyboard.type('张三丰 13800138000')
    expect(await unfit('enter')).toEqual([])
    await page.keyboard.press('Control+Enter')
    await page.getByRole('status').getByText(`已录入“${title}”（临江12345热线）`).waitFor()
    expect(await page.getByLabel('内容（必填）').inputValue()).toBe('')
    expect(await unfit('entered')).toEqual([])
    await page.getByRole('link', { name: '值班台' }).click()
    await page.getByRole('link', { name: title, exact: true }).click()
    await page.getByText('138****8000').first().waitFor()
    expect(await page.content()).not.toContain('13800138000')
  })

  it('a broadcast has a link and no caller', async () => {
    await page.getByRole('link', { name: '录入' }).click()
    await page.getByLabel('来源（必填）').selectOption('radio')
    await page.getByLabel('播出时间').waitFor()
    expect([await page.getByLabel('来电人').count(), await page.getByLabel('链接').count()]).toEqual([0, 1])
  })

  it('a post that was deleted says so on the page of its incident, keeps its words, and is counted', async () => {
    const { stores } = desk.system
    const [typed] = (await stores.log.read('mentions', null, 10)).map(({ key }) => MentionId.parse(key))
    const stored = await stores.mentions.get(typed ?? MentionId.parse('none'))
    if (stored === null) throw new Error('the call was not stored')
    const now = addMs(stored.mention.observedAt, minuteMs)
    const gone = { since: now, how: 'says-deleted', words: '该内容已被发布者删除' }
    await stores.log.append('mentions', [{ key: stored.mention.id, value: JSON.stringify({ ...stored.mention, observedAt: now, gone }) }])
    await expect.poll(async () => (await stores.mentions.get(stored.mention.id))?.mention.gone?.how).toBe('says-deleted')
    await expect.poll(async () => (await stores.incidents.get(stored.incidentId ?? ''))?.rollup?.gone, { timeout: 120_000 }).toBe(1)
    await page.goto(new URL(`/incidents/${stored.incidentId ?? ''}`, desk.system.url ?? '').href)
    await page.getByText('其中 1 条原处已删除或不可见').waitFor()
    await page.getByText('原文已删除').first().waitFor()
    await page.getByText('该内容已被发布者删除').first().waitFor()
    await page.getByText('已造成11人死亡').first().waitFor()
    expect(await unfit('gone')).toEqual([])
  })
})
