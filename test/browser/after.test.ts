import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { scaledClock } from '../../adapters/clock.ts'
import { sha256, strongRandom } from '../../adapters/hash.ts'
import { machine } from '../../core/actor.ts'
import { create } from '../../core/incident/update.ts'
import { createSignInLink } from '../../dashboard-api/one-time-links.ts'
import { run } from '../support/archive-desk.ts'
import { openBrowser } from '../support/browser.ts'
import { anchor, evidenceOf, openingOf } from '../support/incidents.ts'
import { accessibilityFaults } from '../support/page-axe.ts'
import { openDesk, type Desk } from '../support/running-system.ts'
import { moment } from '../support/staged-desk.ts'

const clock = scaledClock({ realStartMs: Date.now(), civilStart: moment('2026-09-10 15:00'), speed: 1 })
let browser: Browser
let desk: Desk
let page: Page
let downloads: string

beforeAll(async () => {
  if (!existsSync('dist/dashboard/index.html')) throw new Error('the page is not built: npm run build')
  const archive = fileURLToPath(new URL('../../config/archive.yaml', import.meta.url))
  desk = await openDesk({ outlet: 'http://outlet.example.invalid/', roles: ['dashboard'], clock, config: { archive } })
  downloads = await mkdtemp(path.join(tmpdir(), 'wanglou-download-'))
  browser = await openBrowser()
  const { accounts, incidents } = desk.system.stores
  const writer = { store: incidents, sha256, announce: () => Promise.resolve() }
  await create(
    writer,
    'inc-after',
    { at: moment('2026-09-10 09:00'), actor: machine('pipeline'), cause: 'test' },
    [
      ...openingOf('II', [anchor('first-published', moment('2026-09-10 08:30'))]),
      { type: 'grade-confirmed', eventGrade: 'II', opinionGrade: null, reason: '核实', secondedBy: null },
      { type: 'release-recorded', evidence: evidenceOf('http://gov.example/1', moment('2026-09-10 10:00')), comparison: null },
      { type: 'countdown-waived', kind: 'press-conference', reason: '以书面通报代替' },
      { type: 'wording-drafted', version: 1, text: '后续情况' }
    ],
    null
  )
  const account = {
    id: 'p',
    login: 'p',
    name: '值班副主任',
    roles: ['duty-officer', 'deputy-leader'] as const,
    departmentId: null,
    passwordHash: null,
    disabled: false
  }
  await accounts.put(account)
  page = await (await browser.newContext({ viewport: { width: 1440, height: 1000 }, acceptDownloads: true })).newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(new URL(await createSignInLink({ accounts, clock, random: strongRandom, sha256 }, account.id), desk.system.url ?? '').href)
  await page.getByRole('navigation').first().waitFor()
  await page.goto(new URL('/incidents/inc-after', desk.system.url ?? '').href)
  await page.getByRole('heading', { level: 1, name: '临江区一化工厂爆炸' }).waitFor()
})
afterAll(async () => {
  await browser?.close()
  await desk?.close()
  if (downloads !== undefined) await rm(downloads, { recursive: true, force: true })
})

/** Opens a dialog by the keyboard alone. */
async function press(button: string, dialog: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: dialog }).waitFor()
  // Keys go to the dialog once it has drawn itself up.
  await page.locator('form:focus-within').waitFor()
}

async function submit(): Promise<void> {
  await page.keyboard.press('Control+Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

async function unfit(name: string): Promise<string[]> {
  const faults: string[] = []
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 1000 })
    const sideways = Number(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'))
    faults.push(...(await accessibilityFaults(page)), ...(sideways > 0 ? [`scrolls sideways by ${sideways} px at ${width}`] : []))
    const folder = process.env['WANGLOU_SCREENSHOTS']
    if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true })
  }
  return faults
}

it('goes from 办结 over 评估 to 归档 and the download by the keyboard, and shows the root hash', async () => {
  await press('办结', '办结事件')
  await page.getByText('○ 口径第 1 版待核准').waitFor()
  await page.getByLabel('办结情况（必填）').fill('处置完毕')
  await page.getByLabel('未办完仍要办结的理由（必填）').fill('后续由属地通报')
  expect(await unfit('close')).toEqual([])
  await submit()

  await page.getByText('○ 尚不能归档：重大事件须先评估，再归档').waitFor()
  await press('评估', '评估')
  await page.getByText('2026-09-10 10:00，自首次发布时间起 1 小时 30 分钟').waitFor()
  await page.getByLabel('经验教训（必填）').fill('首发再早一些')
  expect(await unfit('review')).toEqual([])
  await submit()

  await press('归档', '归档')
  await submit()
  await page.getByText('✓ 已归档').waitFor()
  expect(await unfit('filed')).toEqual([])
  const root = (await page.locator('code').textContent()) ?? ''
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载归档包' }).press('Enter')])
  const file = path.join(downloads, download.suggestedFilename())
  await download.saveAs(file)
  await run('tar', ['xf', file, 'verify.py'], downloads)
  expect(await run('python3', ['verify.py', file, '--root', root], downloads)).toMatchObject({ code: 0, output: expect.stringContaining('核验通过') })
})
