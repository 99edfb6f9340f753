import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sha256, strongRandom } from '../../../adapters/hash.ts'
import { hourMs, minuteMs } from '../../../core/instant.ts'
import type { Accounts } from '../../../core/ports.ts'
import { Problem, SessionList, SessionView, SetupState } from '../../../dashboard-api/contract.ts'
import { createFirstRunLink, createSignInLink } from '../../../dashboard-api/one-time-links.ts'
import { Sessions } from '../../../dashboard-api/sessions.ts'
import { hashPassword, verifyPassword } from '../../../dashboard-api/password.ts'
import { cookieOf, startApp, type Answer, type TestApp } from '../../support/api-app.ts'

const password = 'Lin-jiang 2031'
let one: TestApp

beforeEach(async () => {
  one = await startApp()
})
afterEach(() => one.close())

async function firstRunToken(): Promise<string> {
  const link = await createFirstRunLink({ accounts: one.stores.accounts, clock: one.clock, random: strongRandom, sha256 })
  return link?.split('#token=')[1] ?? ''
}

async function setUp(): Promise<Answer> {
  return await one.call(null, 'POST', '/api/setup', { token: await firstRunToken(), login: 'zhiban', name: '值班员', password })
}

function signIn(login: string, secret: string): Promise<Answer> {
  return one.call(null, 'POST', '/api/session', { login, password: secret })
}

describe('the first run', () => {
  it('makes the first account by a link, signs it in and tells who it is', async () => {
    expect(SetupState.parse((await one.call(null, 'GET', '/api/setup')).body)).toMatchObject({ needed: true, oidc: null })
    const answer = await setUp()
    expect(answer.status).toBe(200)
    const { me, allowed } = SessionView.parse((await one.call(cookieOf(answer), 'GET', '/api/session')).body)
    expect(me).toMatchObject({ login: 'zhiban', roles: ['admin', 'duty-officer'], roleNames: ['系统管理员', '值班员'] })
    expect(allowed).toContain('incident.open')
    expect(allowed).not.toContain('incident.waive')
    expect(SetupState.parse((await one.call(null, 'GET', '/api/setup')).body)).toMatchObject({ needed: false })
  })

  it('takes the link once, and gives none when somebody has an account', async () => {
    const token = await firstRunToken()
    const asked = { token, login: 'zhiban', name: '值班员', password }
    expect((await one.call(null, 'POST', '/api/setup', asked)).status).toBe(200)
    const again = await one.call(null, 'POST', '/api/setup', { ...asked, login: 'another' })
    expect(again.status).toBe(401)
    expect((await one.stores.accounts.list()).map(({ login }) => login)).toEqual(['zhiban'])
    expect(await firstRunToken()).toBe('')
  })

  it('refuses a link after 24 hours', async () => {
    const token = await firstRunToken()
    one.clock.pass(24 * hourMs + 1)
    expect((await one.call(null, 'POST', '/api/setup', { token, login: 'zhiban', name: '值班员', password })).status).toBe(401)
  })

  it('keeps the link when the password is too weak, and names the field', async () => {
    const token = await firstRunToken()
    const weak = await one.call(null, 'POST', '/api/setup', { token, login: 'zhiban', name: '值班员', password: 'aaaaaaaa' })
    expect(weak.status).toBe(400)
    expect(Problem.parse(weak.body).fields).toEqual([{ path: 'password', message: '密码须含大写字母、小写字母、数字、符号中的至少三类' }])
    expect((await one.call(null, 'POST', '/api/setup', { token, login: 'zhiban', name: '值班员', password })).status).toBe(200)
  })

  it('does not take a sign-in link for a set-up link', async () => {
    await setUp()
    const [account] = await one.stores.accounts.list()
    // A link of the very moment at which a password was chosen is one from before it.
    one.clock.pass(1)
    const link = await createSignInLink({ accounts: one.stores.accounts, clock: one.clock, random: strongRandom, sha256 }, account?.id ?? '')
    const token = link.split('#token=')[1]
    expect((await one.call(null, 'POST', '/api/setup', { token, login: 'second', name: '二', password })).status).toBe(401)
    expect((await one.call(null, 'POST', '/api/signin-link', { token })).status).toBe(200)
    expect((await one.call(null, 'POST', '/api/signin-link', { token })).status).toBe(401)
  })
})

describe('passwords', () => {
  it('are kept as argon2id with 19 MiB, two passes, one lane', async () => {
    await setUp()
    const stored = (await one.stores.accounts.byLogin('zhiban'))?.passwordHash ?? ''
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(await verifyPassword(password, stored)).toEqual({ right: true, outdated: false })
    expect(await verifyPassword(`${password}x`, stored)).toEqual({ right: false, outdated: false })
    expect(await hashPassword(password, strongRandom)).not.toBe(stored)
  })

  it('give the same answer for a wrong one and for a name that nobody has', async () => {
    await setUp()
    const wrong = await signIn('zhiban', 'Wrong-2031')
    const unknown = await signIn('nobody', 'Wrong-2031')
    expect(wrong.status).toBe(401)
    expect(unknown.text).toBe(wrong.text)
  })

  it('lock the name for 15 minutes after five wrong ones, the right one too', async () => {
    await setUp()
    for (let tries = 1; tries <= 5; tries++) expect((await signIn('zhiban', 'Wrong-2031')).status).toBe(401)
    const locked = await signIn('zhiban', password)
    expect(locked.status).toBe(429)
    expect(Problem.parse(locked.body).code).toBe('locked')
    one.clock.pass(15 * minuteMs - 1)
    expect((await signIn('zhiban', password)).status).toBe(429)
    one.clock.pass(1)
    expect((await signIn('zhiban', password)).status).toBe(200)
  })

  it('check no more than five at once either', async () => {
    await setUp()
    const answers = await Promise.all(Array.from({ length: 8 }, () => signIn('zhiban', 'Wrong-2031')))
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([401, 401, 401, 401, 401, 429, 429, 429])
  })
})

describe('a session', () => {
  it('has a cookie that no script reads, bound to this site', async () => {
    const { headers } = await setUp()
    expect(headers['set-cookie']).toMatch(/^wanglou=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  })

  it('has a __Host- cookie where people come by https', async () => {
    const two = await startApp({ publicUrl: 'https://desk.example' })
    const link = await createFirstRunLink({ accounts: two.stores.accounts, clock: two.clock, random: strongRandom, sha256 })
    const asked = { token: link?.split('#token=')[1], login: 'zhiban', name: '值班员', password }
    const { headers } = await two.call(null, 'POST', '/api/setup', asked, { origin: 'https://desk.example' })
    await two.close()
    expect(headers['set-cookie']).toMatch(/^__Host-wanglou=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
    expect(headers['strict-transport-security']).toBeDefined()
  })

  it('stores only the hash of its token', async () => {
    const token = cookieOf(await setUp()).split('=')[1] ?? ''
    const sessions = await one.stores.accounts.sessions(null)
    expect(sessions.map(({ tokenHash }) => tokenHash)).toEqual([sha256(token)])
  })

  it('is refused after signing out', async () => {
    const cookie = cookieOf(await setUp())
    expect((await one.call(cookie, 'DELETE', '/api/session')).status).toBe(204)
    expect((await one.call(cookie, 'GET', '/api/session')).status).toBe(401)
  })

  it('stays ended when a request that came before is still under way', async () => {
    const accounts = one.stores.accounts
    const sessions = new Sessions({ accounts: endedMeanwhile(accounts), clock: one.clock, random: strongRandom, sha256, rules: one.deps.signIn })
    const cookie = cookieOf(await setUp())
    one.clock.pass(2 * minuteMs)
    await sessions.find(cookie.split('=')[1] ?? '')
    expect(await accounts.sessions(null)).toEqual([])
    expect((await one.call(cookie, 'GET', '/api/session')).status).toBe(401)
  })

  it('gets a new token at each sign-in and ends the one before', async () => {
    const before = cookieOf(await setUp())
    const answer = await one.call(before, 'POST', '/api/session', { login: 'zhiban', password })
    expect(cookieOf(answer)).not.toBe(before)
    expect((await one.call(before, 'GET', '/api/session')).status).toBe(401)
  })

  it('ends when idle for 30 minutes, and after 12 hours of work', async () => {
    const idle = cookieOf(await setUp())
    one.clock.pass(30 * minuteMs)
    expect((await one.call(idle, 'GET', '/api/session')).status).toBe(401)
    const busy = cookieOf(await signIn('zhiban', password))
    for (let passed = 0; passed < 12 * 60 - 20; passed += 20) {
      one.clock.pass(20 * minuteMs)
      expect((await one.call(busy, 'GET', '/api/session')).status).toBe(200)
    }
    one.clock.pass(20 * minuteMs)
    expect((await one.call(busy, 'GET', '/api/session')).status).toBe(401)
  })

  it('ends with its account', async () => {
    const cookie = cookieOf(await setUp())
    const [account] = await one.stores.accounts.list()
    if (account === undefined) throw new Error('no account')
    await one.stores.accounts.put({ ...account, disabled: true })
    expect((await one.call(cookie, 'GET', '/api/session')).status).toBe(401)
  })

  it('is listed, ended by its owner, and by nobody else without the right', async () => {
    const mine = cookieOf(await setUp())
    const other = cookieOf(await signIn('zhiban', password))
    const stranger = await one.signIn(['analyst'])
    const { rows } = SessionList.parse((await one.call(mine, 'GET', '/api/sessions')).body)
    expect(rows).toHaveLength(2)
    const target = rows.find(({ current }) => !current)?.id ?? ''
    expect((await one.call(stranger, 'DELETE', `/api/sessions/${target}`)).status).toBe(403)
    expect((await one.call(stranger, 'GET', '/api/sessions?all=1')).status).toBe(403)
    expect((await one.call(mine, 'DELETE', `/api/sessions/${target}`)).status).toBe(204)
    expect((await one.call(other, 'GET', '/api/session')).status).toBe(401)
    expect(SessionList.parse((await one.call(mine, 'GET', '/api/sessions?all=1')).body).rows).toHaveLength(2)
  })
})

/** Its person signs out right after a request has read the session. */
function endedMeanwhile(accounts: Accounts): Accounts {
  return {
    ...accounts,
    async session(tokenHash) {
      const session = await accounts.session(tokenHash)
      await accounts.endSession(tokenHash)
      return session
    }
  }
}
