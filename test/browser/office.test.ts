import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newPage, openDialog, openPageDesk, submit, unfit, type PageDesk } from '../support/page-desk.ts'

const password = 'Ye-hang 2032'
let office: PageDesk

beforeAll(async () => {
  office = await openPageDesk({
    outlet: 'http://outlet.example.invalid/',
    roles: ['alerting', 'dashboard'],
    config: {
      contacts: [
        { id: 'desk', name: '值班席', role: 'duty-officer', departmentId: 'publicity', phone: '13800001234', email: 'desk@example.invalid' },
        { id: 'second', name: '副班席', role: 'duty-officer', departmentId: 'publicity' }
      ],
      rosters: [
        {
          id: 'duty',
          name: '宣传处值班表',
          shifts: [{ id: 'whole', name: '全天班', on: ['workday', 'weekend', 'holiday'], from: '08:30', to: '08:30', people: ['desk'] }],
          source: '值班工作制度'
        }
      ]
    }
  })
  await office.signIn('admin')
  await office.signIn('duty-officer')
})
afterAll(() => office?.close())

async function faultsOf(page: Page, name: string): Promise<string[]> {
  return (await unfit(page, name)).map((fault) => `${name}: ${fault}`)
}

function codeOf(secret: string, laterMs = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) }).generate({ timestamp: Date.now() + laterMs })
}

/** The admin adds a person, and takes down the link. */
async function addPerson(login: string, name: string): Promise<string> {
  const page = office.as('admin')
  await page.goto(office.at('/people'))
  const dialog = await openDialog(page.getByRole('button', { name: '添加人员' }), '添加人员')
  await dialog.getByLabel('登录名').fill(login)
  await dialog.getByLabel('姓名').fill(name)
  await submit(page)
  return await page.getByRole('region', { name: '的一次性登录链接' }).locator('code').innerText()
}

async function choosePassword(page: Page): Promise<void> {
  await page.getByLabel('新密码', { exact: true }).fill(password)
  await page.getByLabel('再输一遍新密码').fill(password)
  await page.getByRole('button', { name: '设置密码' }).click()
  await page.getByText('密码已更换。').waitFor()
}

it('a new person comes by a link, binds a telephone, and signs in with its code', async () => {
  const link = await addPerson('anquan', '安全员乙')
  const page = await newPage(office.browser, 1440)
  await page.goto(link)
  await page.getByRole('heading', { name: '我的账号' }).waitFor()
  await choosePassword(page)

  await page.getByRole('button', { name: '绑定动态口令' }).click()
  await page.getByRole('img', { name: /二维码/ }).waitFor()
  const faults = await faultsOf(page, 'second-factor')
  const secret = await page.locator('.steps code').innerText()
  await page.getByLabel('输入应用里显示的 6 位数字').fill(codeOf(secret))
  await page.getByRole('button', { name: '绑定', exact: true }).click()
  await page.getByRole('group', { name: '恢复码' }).waitFor()
  const codes = await page.getByRole('group', { name: '恢复码' }).locator('code').allInnerTexts()
  expect(codes).toHaveLength(10)
  faults.push(...(await faultsOf(page, 'recovery-codes')))
  await page.getByRole('button', { name: '我已保存' }).click()
  await page.getByText('还有 10 个恢复码没有用过').waitFor()
  faults.push(...(await faultsOf(page, 'me')))

  await page.getByRole('button', { name: '退出' }).click()
  await page.getByLabel('登录名').fill('anquan')
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('heading', { name: '动态口令' }).waitFor()
  faults.push(...(await faultsOf(page, 'second-step')))
  await page.getByLabel('动态口令或恢复码').fill('000000')
  await page.getByRole('button', { name: '继续' }).click()
  await page.getByText('动态口令不符或已用过').first().waitFor()
  await page.getByLabel('动态口令或恢复码').fill(codeOf(secret, 30_000))
  await page.getByRole('button', { name: '继续' }).click()
  await page.getByRole('heading', { name: '我的账号' }).waitFor()
  expect(faults).toEqual([])
})

it('the admin appoints the first security-admin, who grants roles and ends sessions', async () => {
  const admin = office.as('admin')
  await admin.goto(office.at('/start'))
  await admin.getByLabel('任命谁为安全管理员').selectOption({ label: '安全员乙' })
  await admin.getByRole('button', { name: '任命' }).first().click()
  await admin.getByText('安全员乙').first().waitFor()
  const faults = await faultsOf(admin, 'start')
  await admin.goto(office.at('/people'))
  faults.push(...(await faultsOf(admin, 'people')))

  // Whoever holds the role comes as the test's own person: the telephone of the other was shown above.
  const security = await office.signIn('security-admin')
  await security.goto(office.at('/people'))
  const dialog = await openDialog(security.getByRole('button', { name: '给测试duty-officer授予角色' }), '授予角色')
  await dialog.getByLabel('审计员').check()
  await dialog.getByText('三权分立：审计员不能兼任其他角色').waitFor()
  faults.push(...(await faultsOf(security, 'grant-roles')))
  await dialog.getByLabel('审计员').uncheck()
  await dialog.getByLabel('研判员').check()
  await dialog.getByLabel('理由（必填，记入审计）').fill('兼研判')
  await submit(security)
  await security.getByText('值班员、研判员').waitFor()

  await security.goto(office.at('/sessions'))
  await security
    .getByRole('button', { name: /结束测试admin在/ })
    .first()
    .waitFor()
  faults.push(...(await faultsOf(security, 'sessions')))
  await security
    .getByRole('button', { name: /结束测试admin在/ })
    .first()
    .click()
  // The open page of the admin is signed out at once, by the live connection.
  await admin.getByRole('heading', { name: '登录' }).waitFor()
  expect(faults).toEqual([])
})

it('the duty room shows who is on, registers an absence and asks for a whole number', async () => {
  const page = await office.signIn(['duty-officer', 'analyst'])
  await page.goto(office.at('/organisation'))
  await page.getByText('138****1234').waitFor()
  await page.getByText('现在：值班席').waitFor()
  const asking = await openDialog(page.getByRole('button', { name: '查看值班席的完整号码' }), '查看完整号码')
  await asking.getByLabel('理由（必填，记入审计）').fill('系统通知未送达')
  await submit(page)
  await page.getByText('13800001234').waitFor()

  const dialog = await openDialog(page.getByRole('button', { name: '登记不在岗' }), '登记不在岗')
  await dialog.getByLabel('谁不在').selectOption({ label: '值班席' })
  await dialog.getByLabel('谁替班').selectOption({ label: '副班席' })
  await dialog.getByLabel('从（北京时间）').fill('2020-01-01T08:00')
  await dialog.getByLabel('到', { exact: true }).fill('2099-01-01T08:00')
  await dialog.getByLabel('事由（必填）').fill('外出培训')
  const faults = await faultsOf(page, 'absence')
  await submit(page)
  await page.getByText('现在：副班席').waitFor()
  faults.push(...(await faultsOf(page, 'organisation')))
  expect(faults).toEqual([])
})

it('the auditor finds what was done, verifies the chain and takes a file', async () => {
  const page = await office.signIn('auditor')
  await page.goto(office.at('/audit'))
  await page.getByRole('cell', { name: '系统通知未送达' }).waitFor()
  await page.getByLabel('动作').selectOption({ label: '人员与权限' })
  await page.getByRole('button', { name: '查询' }).click()
  await page.getByRole('cell', { name: /兼研判/ }).waitFor()
  await page.getByRole('cell', { name: '系统通知未送达' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '核验整条链' }).click()
  await page.getByText('核验通过，没有被改动').waitFor()
  const faults = await faultsOf(page, 'audit')
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出所选（CSV）' }).click()])
  expect(file.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/)
  expect(faults).toEqual([])
})

it('the admin sees how the system does', async () => {
  const page = await office.signIn('admin')
  await page.goto(office.at('/system'))
  await page.getByText('单机引擎').waitFor()
  await page.getByText('没有：收到的都处理了').waitFor()
  await page.getByRole('button', { name: '立即备份' }).click()
  await page
    .getByRole('button', { name: /^核验备份/ })
    .first()
    .waitFor()
  expect(await faultsOf(page, 'system')).toEqual([])
})

it('the admin gives another system a token, which is shown once, and finds the drill ready', async () => {
  const page = office.as('admin')
  await page.goto(office.at('/settings'))
  await page.getByLabel('哪个系统使用').fill('城市大脑')
  await page.getByLabel('检索信息').check()
  await page.getByRole('button', { name: '建立令牌' }).click()
  await page.getByText(/^wlt_/).waitFor()
  await page.getByText('通知渠道', { exact: false }).last().waitFor()
  const faults = await faultsOf(page, 'settings')
  await page.goto(office.at('/settings'))
  await page.getByRole('cell', { name: '检索信息' }).waitFor()
  expect(await page.getByText(/^wlt_/).count()).toBe(0)
  await page.goto(office.at('/drill'))
  await page.getByRole('heading', { name: '开始一场演练' }).waitFor()
  expect([...faults, ...(await faultsOf(page, 'drill'))]).toEqual([])
})
