import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMs, instantFromMs, minuteMs } from '../../core/instant.ts'
import { openPageDesk, unfit, type PageDesk } from '../support/page-desk.ts'

const title = '滨河路一饭店发生燃气爆炸已致12人死亡'

let one: PageDesk
let officer: Page
let reviewer: Page
let leader: Page

beforeAll(async () => {
  one = await openPageDesk({ outlet: 'https://gov.example/', roles: ['pipeline', 'alerting', 'dashboard'] })
  officer = await one.signIn('duty-officer')
  reviewer = await one.signIn('analyst')
  leader = await one.signIn('leader')
  const published = addMs(instantFromMs(Date.now()), -20 * minuteMs)
  const text = `${title}。截至目前，事故已造成12人死亡、31人受伤，其中重伤5人。救援工作正在进行，事故原因正在调查。`
  await one.desk.publish({ id: 'fixture-1', sourceKind: 'portal', source: '测试新闻网', title, publishedAt: published, text })
  await officer.getByRole('link', { name: title, exact: true }).click()
  await officer.getByRole('heading', { name: title, level: 1 }).waitFor()
  for (const page of [reviewer, leader]) await page.goto(officer.url())
})

afterAll(async () => {
  await one?.close()
})

describe('口径 by three persons on the page', () => {
  it('is filled from the facts and cannot be submitted with a gap', async () => {
    await officer.getByRole('button', { name: '拟口径' }).click()
    await officer.getByText('▲ 待核：主办部门').waitFor()
    expect(await officer.getByLabel('已知事实').inputValue()).toContain('12人死亡')
    expect(await officer.getByLabel('已知事实').inputValue()).toContain('【待核：事发时间】')
    await officer.getByRole('button', { name: '存为草稿' }).click()
    await officer.getByRole('heading', { name: /第 1 版 ○ 草稿/ }).waitFor()
    await officer.getByRole('button', { name: '提交审批' }).click()
    await officer.getByRole('dialog').getByRole('button', { name: '提交审批' }).click()
    await officer
      .getByRole('dialog')
      .getByText(/处待核：/)
      .waitFor()
    await officer.keyboard.press('Escape')
    await officer.getByRole('dialog').waitFor({ state: 'hidden' })
  })

  it('goes with its gaps filled from the drafter over the reviewer to the leader', async () => {
    await officer.getByRole('button', { name: '拟口径' }).click()
    await officer.getByText('▲ 待核：主办部门').waitFor()
    for (const label of ['标题', '已知事实', '已采取的措施', '公众须知', '下次发布']) {
      const field = officer.getByLabel(label, { exact: true })
      await field.fill((await field.inputValue()).replace(/【待核：[^】]*】/g, label === '下次发布' ? '今日' : '拨打12345咨询'))
    }
    await officer.getByLabel('人工填写内容的依据').fill('应急局电话报告，见 #1')
    await officer.getByRole('button', { name: '存为草稿' }).click()
    await officer.getByRole('heading', { name: /第 2 版 ○ 草稿/ }).waitFor()
    await officer.getByRole('button', { name: '提交审批' }).click()
    await officer.getByRole('dialog').getByRole('button', { name: '提交审批' }).click()
    await officer.getByRole('heading', { name: /第 2 版 ◐ 待审核/ }).waitFor()
    expect(await officer.getByRole('button', { name: '审批口径' }).count()).toBe(0)
    await reviewer.getByRole('button', { name: '审批口径' }).click()
    await reviewer.getByRole('button', { name: '审核第 2 版' }).click()
    await leader.getByRole('button', { name: '审批口径' }).click()
    await leader.getByRole('button', { name: '签发第 2 版' }).click()
    await officer.getByRole('heading', { name: /第 2 版 ✓ 已生效（现行）/ }).waitFor()
  })

  it('shows how versions differ without colour, what each sentence rests on, and the media plan', async () => {
    await officer.getByRole('button', { name: '与第 1 版比较' }).click()
    const diff = officer.getByRole('region', { name: '第 1 版与第 2 版的不同' })
    await diff.locator('del').nth(1).waitFor()
    expect(await diff.locator('ins').nth(1).textContent()).toMatch(/^〔＋/)
    await officer
      .getByText(/全文与依据/)
      .first()
      .click()
    await officer
      .getByText(/应急局电话报告，见 #1/)
      .first()
      .waitFor()
    await officer.getByRole('button', { name: '列入计划' }).click()
    await officer.getByLabel('媒体（必填）').fill('临江日报')
    await officer.getByLabel('报道角度（必填）').fill('救援进展')
    await officer.getByRole('dialog').getByRole('button', { name: '列入计划' }).click()
    await officer.getByText('救援进展').first().waitFor()
    expect(await unfit(officer, 'wording')).toEqual([])
  })
})
