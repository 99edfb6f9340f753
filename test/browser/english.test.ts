import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMs, instantFromMs, minuteMs } from '../../core/instant.ts'
import { openPageDesk, unfit, type PageDesk } from '../support/page-desk.ts'

const title = '临江路一仓库发生火灾致3人死亡'
const source = '测试新闻网'
/** As config names it. */
const jurisdiction = '全国'

let one: PageDesk
let officer: Page
let incident = ''

beforeAll(async () => {
  one = await openPageDesk({ outlet: 'https://gov.example/', roles: ['pipeline', 'alerting', 'dashboard'] })
  officer = await one.signIn('duty-officer')
  const publishedAt = addMs(instantFromMs(Date.now()), -20 * minuteMs)
  const text = '今日，临江路一仓库发生火灾，已造成3人死亡、5人受伤。起火原因正在调查。'
  await one.desk.publish({ id: 'fire', sourceKind: 'portal', source, title, publishedAt, text })
  await officer.getByRole('link', { name: title, exact: true }).waitFor()
  incident = (await officer.locator('[data-incident]').first().getAttribute('data-incident')) ?? ''
})

afterAll(async () => {
  await one?.close()
})

/** Chinese in what the page itself says: its headings, columns, fields and buttons. What others wrote and how the city is configured stays. */
async function chineseOf(page: Page): Promise<string[]> {
  const texts = await page.locator('h1, h2, nav a, button, legend, summary, th').allInnerTexts()
  const labels = await page
    .locator('input, select, textarea')
    .evaluateAll((fields) =>
      (fields as unknown as readonly { getAttribute(name: string): string | null }[]).flatMap((field) => [
        field.getAttribute('aria-label') ?? '',
        field.getAttribute('placeholder') ?? ''
      ])
    )
  const chosen = new Set(['中文', title, source, jurisdiction])
  return [...texts, ...labels].filter(
    (text) => /\p{Script=Han}/u.test(text.replace(/[垃圾焚烧厂中转站招聘]/g, '')) && ![...chosen].some((one) => text.includes(one))
  )
}

describe('the page in English', () => {
  it('is chosen with 显示与提醒, holds for every screen, and fits', async () => {
    await officer.getByRole('button', { name: '显示与提醒' }).click()
    await officer.getByRole('button', { name: 'English' }).click()
    await officer.getByRole('link', { name: 'Duty desk' }).waitFor()
    expect(await officer.getAttribute('html', 'lang')).toBe('en')
    const faults: string[] = []
    for (const [name, path] of Object.entries({
      desk: '/',
      incident: `/incidents/${incident}`,
      mentions: '/mentions?q=火灾',
      sources: '/sources',
      wall: '/wall',
      phone: '/m?full=1'
    })) {
      await officer.goto(one.at(path))
      await officer.waitForLoadState('networkidle')
      faults.push(...(await chineseOf(officer)).map((text) => `${name}: ${text}`))
      faults.push(...(await unfit(officer, `en-${name}`)).map((fault) => `${name}: ${fault}`))
    }
    expect(faults).toEqual([])
  })

  it('goes back to Chinese', async () => {
    await officer.setViewportSize({ width: 1440, height: 1000 })
    await officer.goto(one.at('/'))
    await officer.getByRole('button', { name: 'Display & alerts' }).click()
    await officer.getByRole('button', { name: '中文' }).click()
    await officer.getByRole('link', { name: '值班台' }).waitFor()
    expect(await officer.getAttribute('html', 'lang')).toBe('zh-CN')
  })
})
