import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { scaledClock } from '../../adapters/clock.ts'
import { sha256 } from '../../adapters/hash.ts'
import { machine } from '../../core/actor.ts'
import { create } from '../../core/incident/update.ts'
import { run } from '../support/archive-desk.ts'
import { anchor, evidenceOf, openingOf } from '../support/incidents.ts'
import { openDialog, openPageDesk, shippedConfig, submit, unfit, type PageDesk } from '../support/page-desk.ts'
import { moment } from '../support/staged-desk.ts'

const clock = scaledClock({ realStartMs: Date.now(), civilStart: moment('2026-09-10 15:00'), speed: 1 })
let one: PageDesk
let page: Page
let downloads: string

beforeAll(async () => {
  const config = { archive: shippedConfig('archive.yaml') }
  one = await openPageDesk({ outlet: 'http://outlet.example.invalid/', roles: ['dashboard'], clock, config })
  downloads = await mkdtemp(path.join(tmpdir(), 'wanglou-download-'))
  const { incidents } = one.desk.system.stores
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
  page = await one.signIn(['duty-officer', 'deputy-leader'])
  await page.goto(one.at('/incidents/inc-after'))
  await page.getByRole('heading', { level: 1, name: '临江区一化工厂爆炸' }).waitFor()
})
afterAll(async () => {
  await one?.close()
  if (downloads !== undefined) await rm(downloads, { recursive: true, force: true })
})

it('goes from 办结 over 评估 to 归档 and the download by the keyboard, and shows the root hash', async () => {
  await openDialog(page.getByRole('button', { name: '办结', exact: true }), '办结事件')
  await page.getByText('○ 口径第 1 版待核准').waitFor()
  await page.getByLabel('办结情况（必填）').fill('处置完毕')
  await page.getByLabel('未办完仍要办结的理由（必填）').fill('后续由属地通报')
  expect(await unfit(page, 'after-close')).toEqual([])
  await submit(page)

  await page.getByText('○ 尚不能归档：重大事件须先评估，再归档').waitFor()
  await openDialog(page.getByRole('button', { name: '评估', exact: true }), '评估')
  await page.getByText('2026-09-10 10:00，自首次发布时间起 1 小时 30 分钟').waitFor()
  await page.getByLabel('经验教训（必填）').fill('首发再早一些')
  expect(await unfit(page, 'after-review')).toEqual([])
  await submit(page)

  await openDialog(page.getByRole('button', { name: '归档', exact: true }), '归档')
  await submit(page)
  await page.getByText('✓ 已归档').waitFor()
  expect(await unfit(page, 'after-filed')).toEqual([])
  const root = (await page.locator('code').textContent()) ?? ''
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载归档包' }).press('Enter')])
  const file = path.join(downloads, download.suggestedFilename())
  await download.saveAs(file)
  await run('tar', ['xf', file, 'verify.py'], downloads)
  expect(await run('python3', ['verify.py', file, '--root', root], downloads)).toMatchObject({ code: 0, output: expect.stringContaining('核验通过') })
})
