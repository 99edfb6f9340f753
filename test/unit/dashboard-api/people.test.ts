import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LinkView, PeopleList, PersonRow } from '../../../dashboard-api/contract-people.ts'
import { FirstSteps } from '../../../dashboard-api/contract-system.ts'
import { Problem, SessionView } from '../../../dashboard-api/contract.ts'
import { cookieOf, startApp, type Answer, type TestApp } from '../../support/api-app.ts'

let one: TestApp
let admin: string
let security: string
let people = 0

beforeAll(async () => {
  one = await startApp()
  admin = await one.signIn(['admin'])
  security = await one.signIn(['security-admin'])
})
afterAll(() => one.close())

const reason = '测试'

/** A new person as the admin makes one, with the token of the link. */
async function add(): Promise<{ id: string; token: string }> {
  const login = `ren${++people}`
  const answer = await one.call(admin, 'POST', '/api/people', { login, name: `人员${login}`, departmentId: 'safety' })
  const { person, link } = LinkView.parse(answer.body)
  expect(answer.status).toBe(201)
  return { id: person.id, token: link.split('#token=')[1] ?? '' }
}

async function come(token: string): Promise<string> {
  const answer = await one.call(null, 'POST', '/api/signin-link', { token })
  expect(answer.status).toBe(200)
  return cookieOf(answer)
}

async function choosePassword(cookie: string): Promise<void> {
  expect((await one.call(cookie, 'POST', '/api/me/password', { next: 'Ye-hang 2032' })).status).toBe(200)
}

function grant(id: string, roles: readonly string[], by = security): Promise<Answer> {
  return one.call(by, 'POST', `/api/people/${id}/roles`, { roles, reason })
}

async function row(id: string): Promise<PersonRow> {
  const found = PeopleList.parse((await one.call(admin, 'GET', '/api/people')).body).rows.find((person) => person.id === id)
  if (found === undefined) throw new Error(`no row of ${id}`)
  return found
}

describe('a person', () => {
  it('is made by the admin without a right, comes by the link, and gets rights from the security-admin', async () => {
    const { id, token } = await add()
    const cookie = await come(token)
    expect(SessionView.parse((await one.call(cookie, 'GET', '/api/session')).body).allowed).toEqual([])
    await choosePassword(cookie)
    expect((await grant(id, ['duty-officer'], admin)).status).toBe(403)
    expect(PersonRow.parse((await grant(id, ['duty-officer'])).body)).toMatchObject({ roleNames: ['值班员'], departmentName: '安全处', sessions: 0 })
    expect((await one.call(cookie, 'GET', '/api/session')).status).toBe(401)
    const again = await one.call(null, 'POST', '/api/session', { login: 'ren1', password: 'Ye-hang 2032' })
    expect(SessionView.parse(again.body).me.roles).toEqual(['duty-officer'])
  })

  it('cannot hold what 三权分立 parts, and nobody changes the own rights', async () => {
    const { id, token } = await add()
    await choosePassword(await come(token))
    for (const roles of [
      ['admin', 'auditor'],
      ['security-admin', 'auditor'],
      ['auditor', 'leader']
    ]) {
      const refused = await grant(id, roles)
      expect([refused.status, Problem.parse(refused.body).detail]).toEqual([409, expect.stringContaining('三权分立')])
    }
    const me = PeopleList.parse((await one.call(security, 'GET', '/api/people')).body).rows.find(({ isMe }) => isMe)
    expect(Problem.parse((await grant(me?.id ?? '', ['admin'])).body).detail).toContain('不能对自己的账号')
  })

  it('who checks on others cannot be come as by a link that the admin kept or makes', async () => {
    const kept = await add()
    expect(Problem.parse((await grant(kept.id, ['auditor'])).body).detail).toContain('否则发链接的人可以冒用')
    const second = LinkView.parse((await one.call(admin, 'POST', `/api/people/${kept.id}/link`, { reason })).body).link.split('#token=')[1]
    await choosePassword(await come(kept.token))
    expect((await grant(kept.id, ['auditor'])).status).toBe(200)
    expect((await one.call(null, 'POST', '/api/signin-link', { token: second })).status).toBe(401)
    const refused = await one.call(admin, 'POST', `/api/people/${kept.id}/link`, { reason })
    expect([refused.status, Problem.parse(refused.body).detail]).toEqual([409, expect.stringContaining('只能在服务器上')])
    expect((await row(kept.id)).noLink).toContain('只能在服务器上')
  })

  it('ends at once when disabled, and comes back when enabled', async () => {
    const { id, token } = await add()
    const cookie = await come(token)
    await choosePassword(cookie)
    expect((await one.call(admin, 'POST', `/api/people/${id}/disable`, {})).status).toBe(400)
    expect((await one.call(admin, 'POST', `/api/people/${id}/disable`, { reason })).status).toBe(200)
    expect((await one.call(cookie, 'GET', '/api/session')).status).toBe(401)
    expect((await one.call(null, 'POST', '/api/session', { login: `ren${people}`, password: 'Ye-hang 2032' })).status).toBe(401)
    expect((await one.call(admin, 'POST', `/api/people/${id}/enable`, { reason })).status).toBe(200)
    expect((await one.call(null, 'POST', '/api/session', { login: `ren${people}`, password: 'Ye-hang 2032' })).status).toBe(200)
  })

  it('is unlocked by the security-admin after too many wrong passwords', async () => {
    const { id, token } = await add()
    await choosePassword(await come(token))
    const login = `ren${people}`
    for (let tries = 0; tries < 5; tries++) await one.call(null, 'POST', '/api/session', { login, password: 'Wrong-2031' })
    expect((await row(id)).locked).toBe(true)
    expect((await one.call(security, 'POST', `/api/people/${id}/unlock`, { reason })).status).toBe(200)
    expect((await one.call(null, 'POST', '/api/session', { login, password: 'Ye-hang 2032' })).status).toBe(200)
  })

  it('has a login of one’s own and a department that exists', async () => {
    await add()
    const twice = await one.call(admin, 'POST', '/api/people', { login: `ren${people}`, name: '二', departmentId: null })
    expect([twice.status, Problem.parse(twice.body).detail]).toEqual([409, `登录名 ren${people} 已被使用`])
    const nowhere = await one.call(admin, 'POST', '/api/people', { login: 'nowhere', name: '三', departmentId: 'none' })
    expect([nowhere.status, Problem.parse(nowhere.body).detail]).toEqual([400, '没有编号为 none 的部门'])
  })
})

it('keeps the last admin', async () => {
  const admins = PeopleList.parse((await one.call(security, 'GET', '/api/people')).body).rows.filter(({ roles }) => roles.includes('admin'))
  expect(admins).toHaveLength(1)
  const refused = await grant(admins[0]?.id ?? '', [])
  expect([refused.status, Problem.parse(refused.body).detail]).toEqual([409, '这是唯一的系统管理员，请先让另一人担任'])
})

it('lets the admin appoint the first security-admin and auditor, and no second one', async () => {
  const two = await startApp()
  const first = await two.signIn(['admin'])
  const made = LinkView.parse((await two.call(first, 'POST', '/api/people', { login: 'anquan', name: '安全', departmentId: null })).body)
  const appoint = (): Promise<Answer> => two.call(first, 'POST', '/api/first-steps/appoint', { personId: made.person.id, role: 'security-admin' })
  expect((await appoint()).status).toBe(409)
  const cookie = cookieOf(await two.call(null, 'POST', '/api/signin-link', { token: made.link.split('#token=')[1] }))
  await two.call(cookie, 'POST', '/api/me/password', { next: 'Ye-hang 2032' })
  const steps = FirstSteps.parse((await appoint()).body)
  expect(steps.trustees.map(({ role, holder }) => [role, holder])).toEqual([
    ['security-admin', '安全'],
    ['auditor', null]
  ])
  expect((await appoint()).status).toBe(409)
  const audit = (await two.stores.audit.read(0, 1000)).filter(({ action }) => action === 'account.appoint')
  expect(audit.map(({ detail }) => detail.split(';')[0])).toEqual([
    '未成：只能任命已用链接登录、设了密码、尚无角色的人',
    '已办',
    expect.stringContaining('已有安全管理员')
  ])
  await two.close()
})
