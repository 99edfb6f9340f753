import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMs, instantFromMs, minuteMs } from '../../core/instant.ts'
import { accessibilityFaults } from '../support/page-axe.ts'
import { openPageDesk, unfit, type PageDesk } from '../support/page-desk.ts'

const blast = '滨河路一饭店发生燃气爆炸已致12人死亡'
const fire = '临江路一仓库发生火灾致3人死亡'

let one: PageDesk
let officer: Page
let next: Page
let leader: Page
const faults: string[] = []

beforeAll(async () => {
  one = await openPageDesk({
    outlet: 'https://gov.example/',
    roles: ['pipeline', 'alerting', 'dashboard'],
    config: { contacts: [{ id: 'rescue', name: '救援值班', role: 'handler', departmentId: 'emergency', phone: '02200000000' }] }
  })
  officer = await one.signIn('duty-officer')
  next = await one.signIn('analyst')
  leader = await one.signIn('leader')
  for (const page of [officer, next, leader]) {
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) faults.push(message.text())
    })
  }
  await publish('blast', blast, '今日，滨河路一饭店发生燃气爆炸。事故已造成12人死亡、31人受伤。救援正在进行，原因正在调查。')
  await publish('fire', fire, '今日，临江路一仓库发生火灾，已造成3人死亡、5人受伤。起火原因正在调查。')
  await officer.getByRole('link', { name: blast, exact: true }).waitFor()
  await officer.getByRole('link', { name: fire, exact: true }).waitFor()
})

afterAll(async () => {
  await one?.close()
})

async function publish(id: string, title: string, text: string): Promise<void> {
  const publishedAt = addMs(instantFromMs(Date.now()), -20 * minuteMs)
  await one.desk.publish({ id, sourceKind: 'portal', source: '测试新闻网', title, publishedAt, text })
}

async function incidentId(title: string): Promise<string> {
  const row = officer.locator('[data-incident]').filter({ has: officer.getByRole('link', { name: title, exact: true }) })
  return (await row.getAttribute('data-incident')) ?? ''
}

/** A deed as the page of that person sends it. */
async function deed(page: Page, id: string, verb: string, data: object): Promise<void> {
  const { seq } = (await (await page.request.get(one.at(`/api/incidents/${id}`))).json()) as { seq: number }
  const headers = { origin: new URL(one.at('/')).origin, 'wanglou-seen': String(seq) }
  const answer = await page.request.post(one.at(`/api/incidents/${id}/${verb}`), { data, headers })
  if (!answer.ok()) throw new Error(`${verb}: ${await answer.text()}`)
}

interface Filled {
  readonly template: { readonly id: string }
  readonly sections: readonly { readonly field: string; readonly text: string }[]
}

/** The template as the incident fills it, with what people would add. */
async function filledWording(id: string): Promise<object> {
  const read = async (path: string): Promise<unknown> => (await officer.request.get(one.at(`/api/incidents/${id}/${path}`))).json()
  const { templates } = (await read('wording')) as { templates: readonly { id: string; stage: string }[] }
  const first = templates.find(({ stage }) => stage === 'first-release')
  const { template, sections } = (await read(`wording-filled?template=${first?.id ?? ''}&unit=`)) as Filled
  const added = (field: string): string => (field === 'next-update' ? '今日' : '拨打12345咨询')
  return {
    template: template.id,
    sections: sections.map(({ field, text }) => ({ field, text: text.replace(/【待核：[^】]*】/g, added(field)) })),
    basis: '应急局电话报告，见 #1'
  }
}

describe('值班台', () => {
  it('has the queue and what is being said beside it, in both themes and at both widths', async () => {
    const tail = officer.getByRole('region', { name: '实时信息' })
    await tail.getByRole('link', { name: `测试新闻网：${fire}` }).waitFor()
    expect(await officer.title()).toContain('1 件待签收')
    expect(await unfit(officer, 'desk')).toEqual([])
  })

  it('holds the tail while somebody reads, and counts what came', async () => {
    const tail = officer.getByRole('region', { name: '实时信息' })
    await tail.getByRole('button', { name: '含无关' }).click()
    await publish('later', '城南一小区停水已两天', '居民反映城南一小区停水已两天，投诉无人处理，居民聚集。')
    await tail.getByText('城南一小区停水已两天').first().waitFor()
    await tail.locator('li').first().hover()
    await publish('latest', '城北一路段积水', '城北一路段积水，车辆绕行，市民投诉。')
    await tail.getByRole('button', { name: /1 条新消息/ }).waitFor()
    await tail.getByRole('button', { name: /1 条新消息/ }).click()
    await tail.getByText('城北一路段积水').first().waitFor()
    expect(await tail.getByRole('button', { name: /条新消息/ }).count()).toBe(0)
  })

  it('takes back what was asked of several within ten seconds, and does it else', async () => {
    for (const title of [blast, fire]) await officer.getByLabel(`选中 ${title}`).check()
    await officer.getByRole('button', { name: '签收 2 件' }).click()
    await officer.keyboard.press('u')
    await officer.locator('[data-batch]').waitFor({ state: 'detached' })
    expect(await officer.locator('[data-incident]').getByRole('button', { name: /^签收/ }).count()).toBeGreaterThanOrEqual(2)
    await officer.getByLabel(`选中 ${fire}`).check()
    await officer.getByRole('button', { name: '签收 1 件' }).click()
    await officer.getByRole('button', { name: '立即办理' }).click()
    await officer
      .locator(`[data-incident="${await incidentId(fire)}"]`)
      .getByText('已签收')
      .waitFor()
  })

  it('gives what was chosen to one department at once', async () => {
    await officer.getByLabel(`选中 ${fire}`).check()
    await officer.getByRole('button', { name: '交办…' }).click()
    await officer.getByLabel('主办部门（必选）').selectOption('emergency')
    await officer.getByLabel('交办 1 件的要求（必填）').fill('请核实起火原因')
    await officer.getByRole('button', { name: '交办', exact: true }).click()
    await officer.getByRole('button', { name: '立即办理' }).click()
    const handling = async (): Promise<string | undefined> => (await one.desk.system.stores.incidents.get(await incidentId(fire)))?.state.handling
    await expect.poll(handling).toBe('assigned')
  })

  it('leads anywhere by Ctrl K', async () => {
    await officer.keyboard.press('Control+k')
    const palette = officer.getByRole('dialog', { name: '快速前往' })
    await palette.getByRole('option', { name: blast }).waitFor()
    expect(await unfit(officer, 'palette')).toEqual([])
    await officer.keyboard.type('采集')
    await officer.keyboard.press('Enter')
    await officer.getByRole('heading', { name: '采集源', level: 1 }).waitFor()
    await officer.goBack()
    await officer.getByRole('heading', { name: '值班台', level: 1 }).waitFor()
  })

  it('is handed over with what is unsigned, and taken by the next', async () => {
    await officer.keyboard.press('h')
    const dialog = officer.getByRole('dialog', { name: '交接班' })
    await dialog.getByLabel('交接说明（必填）').fill('饭店爆炸一件请先签收')
    expect(await unfit(officer, 'handover')).toEqual([])
    await dialog.getByRole('button', { name: '交班' }).click()
    await officer.getByRole('heading', { name: '等待接班' }).waitFor()
    await next.reload()
    const strip = next.getByRole('region', { name: '请接班' })
    await strip.getByText('饭店爆炸一件请先签收').waitFor()
    await strip.getByRole('link', { name: blast }).waitFor()
    await strip.getByRole('button', { name: '接班', exact: true }).click()
    await strip.waitFor({ state: 'detached' })
  })

  it('can be read large and dark, and remembers it', async () => {
    await officer.getByRole('button', { name: '显示与提醒' }).click()
    await officer.getByLabel('大字版').check()
    await officer.getByLabel('深色').check()
    expect(await unfit(officer, 'large-dark')).toEqual([])
    await officer.reload()
    await officer.getByRole('link', { name: blast, exact: true }).waitFor()
    expect(await officer.evaluate('document.documentElement.dataset.theme + document.documentElement.dataset.type')).toBe('darklarge')
    await officer.getByRole('button', { name: '显示与提醒' }).click()
    await officer.getByLabel('跟随系统').check()
    await officer.getByLabel('大字版').uncheck()
  })
})

describe('an incident', () => {
  it('tells a stranger what happened, who has it, what is due and what it waits for', async () => {
    await officer.getByRole('link', { name: blast, exact: true }).click()
    const brief = officer.getByRole('region', { name: '一分钟看懂' })
    await brief.getByText('死亡 12 人').waitFor()
    await brief.getByText('有人签收').waitFor()
    await officer.getByRole('img', { name: /^传播路径/ }).waitFor()
    expect(await unfit(officer, 'incident')).toEqual([])
  })
})

describe('a leader with a telephone', () => {
  it('signs in and is brought to the page for it, which has no table and nothing that scrolls sideways', async () => {
    const blastId = officer.url().split('/').at(-1) ?? ''
    await deed(officer, blastId, 'acknowledge', {})
    await deed(officer, blastId, 'draft-wording', await filledWording(blastId))
    await deed(officer, blastId, 'submit-wording', { version: 1 })
    await deed(next, blastId, 'approve-wording', { version: 1 })
    await leader.setViewportSize({ width: 360, height: 780 })
    await leader.goto(one.at('/'))
    await leader.waitForURL('**/m')
    await leader.getByRole('button', { name: '看全文并决定' }).waitFor()
    expect(await leader.locator('table').count()).toBe(0)
    expect(await accessibilityFaults(leader)).toEqual([])
    expect(await leader.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
  })

  it('reads a wording whole, issues it with two touches, and puts a word on the matter', async () => {
    await leader.getByRole('button', { name: '看全文并决定' }).click()
    await leader.getByText('后续情况将于今日前再次发布').first().waitFor()
    await leader.getByRole('button', { name: /^同意/ }).click()
    expect(await accessibilityFaults(leader)).toEqual([])
    await leader.getByRole('button', { name: /^确认/ }).click()
    await leader.getByRole('button', { name: /^同意/ }).waitFor({ state: 'detached' })
    await leader.getByRole('button', { name: '打电话给承办部门…' }).click()
    await leader.getByRole('button', { name: /救援值班/ }).click()
    const unmasked = async (): Promise<string[]> =>
      (await one.desk.system.stores.audit.read(0, 500)).filter(({ action }) => action === 'personal-data.unmask').map(({ detail }) => detail)
    await expect.poll(unmasked).toEqual([expect.stringContaining(`拨打电话：${blast}`)])
    await picture(leader, 'leader-calls')
    await leader.getByLabel('批示（必填）').fill('全力救治伤员，每两小时报一次进展')
    await leader.getByRole('button', { name: '批示并交办' }).click()
    await leader.getByText('批示已记入时间线，并落为任务。').waitFor()
    expect(await leader.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
  })
})

describe('大屏', () => {
  it('is readable from far, says how old it is, greys when nobody answers, and is left by Esc', async () => {
    await next.setViewportSize({ width: 1920, height: 1080 })
    await next.goto(one.at('/wall?kiosk=1'))
    await next.getByText(/数据截至/).waitFor()
    await next.getByText(blast).first().waitFor()
    expect(await accessibilityFaults(next)).toEqual([])
    expect(await smallestText(next)).toBeGreaterThanOrEqual(28)
    for (const heading of ['正在计时', '最新进展']) {
      await next.keyboard.press('ArrowRight')
      await next.getByRole('heading', { name: heading }).waitFor()
      expect(await accessibilityFaults(next)).toEqual([])
      expect(await smallestText(next)).toBeGreaterThanOrEqual(28)
      await picture(next, `wall-${heading}`)
    }
    await next.keyboard.press('ArrowRight')
    await next.getByRole('heading', { name: '最近三个时限' }).waitFor()
    await next.setViewportSize({ width: 1280, height: 1024 })
    const { x, y, width, height } = (await next.locator('.design').boundingBox()) ?? { x: -1, y: -1, width: 0, height: 1 }
    expect([Math.round(x), Math.round(y), Math.round(width), Math.round(height)]).toEqual([0, 152, 1280, 720])
    await next.route('**/api/wall', (route) => route.abort())
    await next.getByText(/数据已停 \d+ 秒/).waitFor()
    await next.keyboard.press('Escape')
    await next.getByRole('heading', { name: '值班台' }).waitFor()
  })

  it('and everything else caused no error', () => {
    expect(faults).toEqual([])
  })
})

/** With WANGLOU_SCREENSHOTS, the window as it stands. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['WANGLOU_SCREENSHOTS']
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` })
}

/** Pixels of the smallest text that is shown. */
async function smallestText(page: Page): Promise<number> {
  return Number(
    await page.evaluate(`Math.min(...[...document.querySelectorAll('[data-wall] .design *')]
      .filter((part) => [...part.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''))
      .filter((part) => part.getClientRects().length > 0)
      .map((part) => Number.parseFloat(getComputedStyle(part).fontSize)))`)
  )
}
