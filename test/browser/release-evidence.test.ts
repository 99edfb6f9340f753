import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { addMs, instantFromMs, minuteMs } from '../../core/instant.ts'
import { openOutletSite, type OutletSite } from '../support/outlet-site.ts'
import { accessibilityFaults } from '../support/page-axe.ts'
import { openPageDesk, unfit, type PageDesk } from '../support/page-desk.ts'

const title = '滨河路一饭店发生燃气爆炸已致12人死亡'
const wording = '今日，滨河路一饭店发生燃气爆炸，造成12人死亡、31人受伤。伤员已全部送医，事故原因正在调查，后续情况将及时发布。'
const clock = '[data-kind="authoritative-release"]'

let one: PageDesk
let outlet: OutletSite
let officer: Page
let leader: Page

beforeAll(async () => {
  outlet = await openOutletSite()
  one = await openPageDesk({ outlet: outlet.origin, roles: ['pipeline', 'alerting', 'dashboard'], config: quickConfig(outlet.origin) })
  officer = await one.signIn('duty-officer')
  leader = await one.signIn('leader')
  const published = addMs(instantFromMs(Date.now()), -20 * minuteMs)
  const text = `${title}。截至目前，事故已造成12人死亡、31人受伤，其中重伤5人。救援工作正在进行，事故原因正在调查。`
  await one.desk.publish({ id: 'fixture-1', sourceKind: 'portal', source: '测试新闻网', title, publishedAt: published, text })
  await officer.getByRole('link', { name: title, exact: true }).click()
  await officer.getByRole('heading', { name: title, level: 1 }).waitFor()
})

afterAll(async () => {
  await one?.close()
  await outlet?.close()
})

describe('a release, from its wording to its loss', () => {
  it('has its wording drafted by one person and approved by another', async () => {
    await officer.getByRole('button', { name: '拟口径' }).click()
    await officer.getByLabel('模板').selectOption('')
    await officer.getByLabel('口径全文').fill(wording)
    await officer.getByRole('button', { name: '存为草稿' }).click()
    await officer.getByRole('heading', { name: /第 1 版 ◐ 待核准/ }).waitFor()
    expect(await officer.getByRole('button', { name: '审批口径' }).count()).toBe(0)

    await leader.goto(officer.url())
    await leader.getByRole('button', { name: '审批口径' }).click()
    await leader.getByRole('button', { name: '核准第 1 版' }).click()
    await officer.getByRole('heading', { name: /第 1 版 ✓ 已生效（现行）/ }).waitFor()
  })

  it('leaves the clock running while its page answers 404', async () => {
    await officer.getByRole('button', { name: '记录权威发布' }).click()
    await officer.getByLabel('发布网址').fill(`${outlet.origin}wrong.html`)
    await officer.getByRole('button', { name: '取回并记录' }).click()
    await officer.getByRole('dialog').getByText('页面不存在（404）').waitFor()
    expect(await officer.locator(clock).getAttribute('data-state')).not.toBe('met')
  })

  it('leaves the clock running while its text differs, and says in which passage', async () => {
    outlet.publish('/wrong.html', '关于滨河路燃气爆炸的情况通报', wording.replace('12人', '2人').split('。'))
    await officer.getByRole('button', { name: '取回并记录' }).click()
    await officer.getByRole('dialog').getByText('口径为“造成12人死亡”，页面为“造成2人死亡”').waitFor()
    expect(await officer.locator(clock).getAttribute('data-state')).not.toBe('met')
    await officer.keyboard.press('Escape')
    await officer.getByRole('button', { name: '不保留，离开' }).click()
    await officer.getByRole('dialog').waitFor({ state: 'hidden' })
  })

  it('that is right is found by the system itself, and one key confirms it', async () => {
    outlet.publish('/right.html', '关于滨河路燃气爆炸的情况通报', wording.split('。'))
    outlet.list('/list.html', ['/right.html'])
    await officer.getByRole('button', { name: /确认是本次发布/ }).waitFor()
    expect(await officer.locator(clock).getAttribute('data-state')).not.toBe('met')
    expect(await accessibilityFaults(officer)).toEqual([])
    await officer.keyboard.press('r')
    await officer.locator(`${clock}[data-state="met"]`).waitFor()
    await officer.getByText('✓ 有效').waitFor()
  })

  it('that is removed later lets the clock run again and alerts', async () => {
    outlet.remove('/right.html')
    await officer.locator(`${clock}:not([data-state="met"])`).waitFor()
    await officer.getByText('✕ 已失效').waitFor()
    await officer.getByText('权威发布已失效，时限恢复计算').waitFor()
    await expect
      .poll(async () => (await one.desk.system.stores.notices.list({ limit: 100 })).map(({ notice }) => notice.title).join('\n'))
      .toContain('权威发布已失效')
    expect(await unfit(officer, 'release-lost')).toEqual([])
  })
})

/** The shipped policy with rhythms of seconds, free wording in one step, and a list of the outlet that is watched. */
function quickConfig(origin: string): Readonly<Record<string, unknown>> {
  const policy = parse(readFileSync('config/policy.yaml', 'utf8')) as { release: Record<string, unknown> }
  const { steps: _steps, templates: _templates, ...release } = policy.release
  return {
    policy: { ...policy, release: { ...release, recheckMinutes: 0.02, againMinutes: 0.02 } },
    outlets: [{ name: '测试局网站', urlPrefix: origin, allowPrivate: true, watch: [`${origin}list.html`], watchMinutes: 0.02 }]
  }
}
