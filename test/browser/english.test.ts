import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMs, instantFromMs, minuteMs } from '../../core/instant.ts'
import { openPageDesk, unfit, type PageDesk } from '../support/page-desk.ts'

const title = '临江路一仓库发生火灾致3人死亡'
const source = '测试新闻网'

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

/** Chinese in what the page itself says: its headings, buttons, fields and columns. What others wrote and how the city is configured stays. */
async function chineseOf(page: Page): Promise<string[]> {
  const own = 'h1, h2, h3, nav a, button, label, legend, summary, th, dt, [role=status], [placeholder], [aria-label]'
  const told = await page
    .locator(own)
    .evaluateAll((elements) =>
      (elements as unknown as { innerText: string; lang: string; getAttribute: (name: string) => string | null }[]).flatMap((element) =>
        element.lang === 'zh-CN' ? [] : [element.innerText, element.getAttribute('aria-label') ?? '', element.getAttribute('placeholder') ?? '']
      )
    )
  return told.filter((text) => /\p{Script=Han}/u.test(text.replaceAll(title, '').replaceAll(source, '')))
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
