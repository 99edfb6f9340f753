import path from 'node:path'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSignLinks } from '../../adapters/sign-links.ts'
import { channelAbouts } from '../../alerting/channels/channel-abouts.ts'
import { Contact } from '../../core/department.ts'
import type { IncidentEventBody } from '../../core/incident/events.ts'
import type { Notice } from '../../core/notice.ts'
import { startApp, type TestApp } from '../support/api-app.ts'
import { openIncident } from '../support/api-incidents.ts'
import { openBrowser } from '../support/browser.ts'
import { at } from '../support/incidents.ts'
import { demandBuiltPage, unfitAsItStands } from '../support/page-desk.ts'

const id = '0123456789abcdef0123456789abcdef'
const signLinks = createSignLinks({ key: 'k'.repeat(32), validHours: 24, publicUrl: 'https://desk.example.invalid' })
const contacts = [
  Contact.parse({ id: 'desk', name: '值班室', role: 'duty-officer', email: 'desk@example.invalid' }),
  Contact.parse({ id: 'chief', name: '主要领导', role: 'leader', phone: '13800005678' })
]
const notice = (more: Partial<Notice>): Notice => ({
  id,
  subject: { kind: 'incident', id: 'inc-1' },
  reason: 'new-major:opened',
  round: 0,
  recipient: { contactId: 'desk', name: '值班室', role: 'duty-officer', departmentId: null, address: null },
  channel: 'dashboard',
  grade: 'I',
  title: 'Ⅰ◆特别重大｜新事件：临江区一化工厂爆炸',
  body: '发现重大以上舆情，权威发布与新闻发布会时限已启动\n事件：临江区一化工厂爆炸\n权威发布：须在 2031-03-12 13:00（+08:00）前完成，还剩4小时00分',
  link: '/incidents/inc-1',
  requestedAt: at('08:00'),
  fetchedElapsedMs: null,
  drill: false,
  ...more
})
const toChief = notice({
  channel: 'sms',
  recipient: { contactId: 'chief', name: '主要领导', role: 'leader', departmentId: null, address: '13800005678' }
})
const listed: IncidentEventBody = {
  type: 'call-listed',
  callId: 'call-1',
  contactId: 'chief',
  name: '主要领导',
  role: 'leader',
  departmentId: null,
  reason: 'new-major:opened',
  why: ['sms：运营商拒收', 'mail：渠道已收下，规定时间内未证实送到']
}

const phone = { viewport: { width: 360, height: 780 } }
const desktop = { viewport: { width: 1440, height: 900 } }

let browser: Browser
let one: TestApp
let url: string

beforeAll(async () => {
  demandBuiltPage()
  browser = await openBrowser()
})
afterAll(() => browser?.close())

beforeEach(async () => {
  one = await startApp({
    contacts,
    signLinks,
    pageDirectory: path.resolve('dist/dashboard'),
    channels: () => Promise.resolve(channelAbouts({ mail: { type: 'smtp', enabled: true, host: 'mail.example.invalid', from: 'a@example.invalid' } }))
  })
  await openIncident(one, 'inc-1', 'I', at('08:00'), [listed])
  await one.app.listen({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(one.app.server.address() as AddressInfo).port}`
})
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()))
  await one.close()
})

async function open(address: string, options: BrowserContextOptions, cookie?: string): Promise<Page> {
  const context = await browser.newContext(options)
  const [name = '', value = ''] = cookie?.split('=') ?? []
  if (cookie !== undefined) await context.addCookies([{ name, value, url }])
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(`${url}${address}`)
  return page
}

const stateOf = async (noticeId = id): Promise<string | undefined> => (await one.stores.notices.get(noticeId))?.state
const signatures = async (): Promise<number> =>
  ((await one.stores.incidents.get('inc-1'))?.events ?? []).filter(({ body }) => body.type === 'acknowledged').length

describe('a 一键签收链接 on a telephone', () => {
  const address = `/sign.html#${signLinks.issue(toChief)?.split('#')[1]}`

  it('signs by its one button and by nothing before it, without signing in', async () => {
    await one.stores.notices.request([toChief])
    const page = await open(address, phone)
    await page.getByRole('heading', { name: /爆炸|测试|临江/ }).waitFor()
    await page.getByRole('button', { name: '签收' }).waitFor()
    expect(await unfitAsItStands(page)).toEqual([])
    await page.reload()
    expect([await signatures(), await stateOf()]).toEqual([0, 'queued'])

    await page.getByRole('button', { name: '签收' }).click()
    await page.getByText('主要领导已于 2031-03-12 09:00 签收').waitFor()
    expect([await signatures(), await stateOf()]).toEqual([1, 'signed'])
    expect(await unfitAsItStands(page)).toEqual([])
    await page.reload()
    await page.getByText('主要领导已于 2031-03-12 09:00 签收').waitFor()
    expect(await page.getByRole('button', { name: '签收' }).isVisible()).toBe(false)
    expect(await signatures()).toBe(1)
  })

  it('is a few kilobytes, and says in words why it cannot be used', async () => {
    await one.stores.notices.request([toChief])
    const context = await browser.newContext(phone)
    const page = await context.newPage()
    let bytes = 0
    page.on(
      'response',
      (response) =>
        void response.body().then(
          (body) => (bytes += body.length),
          () => 0
        )
    )
    await page.goto(`${url}${address.slice(0, -1)}`)
    await page.getByText('链接不完整或被改动').waitFor()
    expect(await unfitAsItStands(page)).toEqual([])
    expect(bytes).toBeLessThan(15_000)
  })
})

describe('notices on the page', () => {
  it('are delivered when the page shows them, read when the incident is opened, and signed when I sign', async () => {
    await one.stores.notices.request([notice({})])
    const duty = await one.signIn(['duty-officer'])
    const page = await open('/', desktop, duty)
    await page
      .getByLabel('给我的通知')
      .getByRole('link', { name: /新事件/ })
      .waitFor()
    await expect.poll(() => stateOf()).toBe('delivered')
    expect(await unfitAsItStands(page)).toEqual([])
    await page
      .getByLabel('给我的通知')
      .getByRole('link', { name: /新事件/ })
      .click()
    await expect.poll(() => stateOf()).toBe('read')
    await page.getByLabel('给我的通知').getByText('有重大以上事件待签收').waitFor()
    await one.call(duty, 'POST', '/api/incidents/inc-1/acknowledge', { note: '' })
    await page.getByLabel('给我的通知').waitFor({ state: 'detached' })
    await page.getByText('已签收 1').waitFor()
    expect(await unfitAsItStands(page)).toEqual([])
  })

  it.each([
    ['telephone', phone],
    ['desktop', desktop]
  ])('ring until they are signed, and the strip fits a %s', async (_name, look) => {
    await one.stores.notices.request(['a', 'b', 'c'].map((end) => notice({ id: `${id.slice(1)}${end}`, title: `${notice({}).title}（${end}）` })))
    const page = await open('/', look, await one.signIn(['duty-officer']))
    await page.getByRole('button', { name: '未读通知 3 条' }).click()
    await page.getByRole('button', { name: '收起' }).waitFor()
    await expect.poll(async () => (await one.stores.notices.counts()).delivered).toBe(3)
    await page.getByRole('button', { name: /声音/ }).waitFor()
    expect(await unfitAsItStands(page)).toEqual([])
  })
})

describe.each([
  ['telephone', phone],
  ['desktop', desktop]
])('on a %s', (_name, look) => {
  it('the call list is ticked off by the keyboard', async () => {
    const page = await open('/calls', look, await one.signIn(['duty-officer']))
    await page.getByText('1 人各渠道都未证实送到').waitFor()
    expect(await page.getByRole('link', { name: '13800005678' }).getAttribute('href')).toBe('tel:13800005678')
    expect(await unfitAsItStands(page)).toEqual([])
    await page.getByLabel('通话情况').fill('已口头报告')
    await page.getByRole('button', { name: '已通知到主要领导' }).press('Enter')
    await page.getByText('没有待打的电话').waitFor()
    await page.getByText('已口头报告').waitFor()
    expect(await unfitAsItStands(page)).toEqual([])
  })

  it('a test message is sent over a chosen channel and its outcome shown', async () => {
    const page = await open('/channels', look, await one.signIn(['duty-officer']))
    await page.getByRole('combobox', { name: /^渠道/ }).selectOption('mail')
    await page.getByText('邮件服务器答复 250，已收下').waitFor()
    await page.getByRole('combobox', { name: /^发给/ }).selectOption('desk')
    await page.getByRole('button', { name: '发送测试消息' }).click()
    await page.getByText('待发送').waitFor()
    const [row] = await one.stores.notices.list({ subjectId: 'channel-test', limit: 1 })
    const [claimed] = await one.stores.notices.claim({ holder: 'h', channels: ['mail'], nowElapsedMs: 0, leaseMs: 1000, limit: 1 })
    await one.stores.notices.settle(row?.notice.id ?? '', claimed?.fence ?? 0, { state: 'dead', reason: '550 no such user', at: at('09:01') })
    await page.getByText('无法送达').waitFor()
    await page.getByText('550 no such user').waitFor()
    expect(await unfitAsItStands(page)).toEqual([])
  })
})
