import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPageDesk, sidewaysBy, unfit, type PageDesk } from '../support/page-desk.ts'

const burst = `
  - id: burst-main
    name: 供水主管爆裂
    eventType: 供水
    when:
      any: [水管爆裂]
    grade: III
    source: 城市供水条例
`
const posted = { sourceKind: 'portal', source: '测试新闻网', publishedAt: new Date(Date.now() - 600_000).toISOString() }
const line = '供水主管在早高峰爆裂'
let one: PageDesk
let author: Page
let leader: Page
const csp: string[] = []

beforeAll(async () => {
  one = await openPageDesk({ outlet: 'http://outlet.example.invalid/', roles: ['pipeline', 'dashboard'] })
  author = await one.signIn('analyst')
  leader = await one.signIn('leader')
  for (const page of [author, leader])
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) csp.push(message.text())
    })
  await one.desk.publish({ id: 'before', ...posted, title: line, text: '今晨一处水管爆裂，路面积水。' })
  await one.desk.publish({ id: 'other', ...posted, title: '周末集市开张', text: '欢迎市民参加。' })
})
afterAll(() => one?.close())

function faults(page: Page) {
  return page.getByRole('status', { name: '检查结果' })
}

describe('a rule, from the first line to the first post that it grades', () => {
  it('is written with an error by line, mended, tried, and submitted', async () => {
    await author.goto(one.at('/rules'))
    await author.getByRole('link', { name: '城市管理' }).click()
    const editor = author.getByRole('textbox', { name: '规则包 city-management 的内容' })
    await editor.waitFor()
    await faults(author).getByText('没有错误').waitFor()
    await editor.focus()
    await author.keyboard.press('Control+End')
    await author.keyboard.insertText(burst.replace('eventType: 供水', 'eventTyp: 供水'))
    await faults(author).getByText('没有这个配置项').waitFor()
    expect(await author.getByRole('button', { name: '提交给另一人批准…' }).isDisabled()).toBe(true)
    expect(await unfit(author, 'rule-pack-error')).toEqual([])
    await author.setViewportSize({ width: 1440, height: 1000 })
    await author.keyboard.press('Control+z')
    await faults(author).getByText('没有错误').waitFor()
    await editor.focus()
    await author.keyboard.press('Control+End')
    await author.keyboard.insertText(burst)
    await faults(author).getByText('新的或改过的 1 条').waitFor()

    await author.getByLabel('正文').fill('城东一处水管爆裂。')
    await author.getByRole('button', { name: '看哪些规则命中' }).click()
    await author.locator('.judged mark', { hasText: '水管爆裂' }).waitFor()
    await author.getByText('新的或改过的：水管爆裂').waitFor()
    await author.getByRole('button', { name: '回测', exact: true }).click()
    await author.getByText('规则「供水主管爆裂」命中 1 条').waitFor()
    await author.getByRole('button', { name: '看差别' }).click()
    await author.getByText('新增 7 行，删去 0 行').waitFor()
    expect(await unfit(author, 'rule-pack')).toEqual([])
    await author.setViewportSize({ width: 1440, height: 1000 })
    await author.getByRole('button', { name: '提交给另一人批准…' }).click()
    await author.getByLabel('理由（必填，记入审计）').fill('上周漏报一起')
    await author.getByRole('button', { name: '提交', exact: true }).click()
    await author.getByText('您是提交人：须由另一人批准').waitFor()
    expect(await author.getByRole('button', { name: '批准并启用' }).count()).toBe(0)
  })

  it('is approved by a second person, loaded by every process, and grades the next post', async () => {
    await leader.goto(one.at('/rules'))
    await leader.getByText('待批准 1 份').waitFor()
    await leader.getByRole('link', { name: '第 1 号' }).click()
    await leader.getByText('上周漏报一起').waitFor()
    expect(await unfit(leader, 'rule-version')).toEqual([])
    await leader.getByRole('button', { name: '批准并启用' }).click()
    await leader.getByText('● 已载入').waitFor()
    await one.desk.publish({ id: 'after', ...posted, title: null, text: '午后又一处水管爆裂。' })
    await expect
      .poll(async () => (await one.desk.system.stores.mentions.get('after' as never))?.assessment)
      .toMatchObject({ grade: 'III', rules: expect.arrayContaining([expect.objectContaining({ id: 'burst-main' })]) as unknown })
    await leader.goto(one.at('/rules'))
    await leader.getByRole('row').filter({ hasText: '上周漏报一起' }).getByText('现行').waitFor()
    expect(await unfit(leader, 'rules')).toEqual([])
  })

  it('is drafted from words with its dry run, and cannot be overlooked where it never fires', async () => {
    await author.goto(
      one.at(
        '/rules/new?words=%E5%9C%B0%E9%93%81%E5%81%9C%E8%BF%90&title=%E6%9F%90%E5%9C%B0%E5%9C%B0%E9%93%81%E5%81%9C%E8%BF%90&type=%E4%BA%A4%E9%80%9A'
      )
    )
    await author.getByText('从不命中：回测').waitFor()
    expect(await author.getByRole('button', { name: '提交给另一人批准…' }).isDisabled()).toBe(true)
    expect(await unfit(author, 'rule-new')).toEqual([])
    expect(await sidewaysBy(author)).toBe(0)
    await author.getByLabel('我已知道，仍要用它').check()
    await author.getByText('可以提交。由另一人批准后启用').waitFor()
    expect(csp).toEqual([])
  })
})
