import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayMs, minuteMs } from '../../../core/instant.ts'
import { Enrolment, MyAccount, RecoveryCodes } from '../../../dashboard-api/contract-people.ts'
import { Problem, SessionView } from '../../../dashboard-api/contract.ts'
import { hashPassword } from '../../../dashboard-api/password.ts'
import { strongRandom } from '../../../adapters/hash.ts'
import { createSecretBox } from '../../../adapters/secret-box.ts'
import { createApp } from '../../../dashboard-api/app.ts'
import type { Role } from '../../../core/actor.ts'
import { cookieOf, startApp, type Answer, type TestApp } from '../../support/api-app.ts'
import { dengbao3 } from '../../support/password-profiles.ts'

const password = 'Lin-jiang 2031'
let one: TestApp
let hash: string
let people = 0

beforeAll(async () => {
  one = await startApp({ signIn: { passwords: dengbao3, secondFactor: ['admin'], oidc: null } })
  hash = await hashPassword(password, strongRandom)
})
afterAll(() => one.close())

/** A person with a password, and the login name. */
async function person(role: Role = 'duty-officer'): Promise<string> {
  const login = `p${++people}`
  await one.stores.accounts.put({
    id: login,
    login,
    name: login,
    roles: [role],
    departmentId: null,
    passwordHash: hash,
    disabled: false,
    passwordSetMs: one.clock.elapsedMs()
  })
  return login
}

async function signIn(login: string, secret = password): Promise<{ answer: Answer; cookie: string }> {
  const answer = await one.call(null, 'POST', '/api/session', { login, password: secret })
  return { answer, cookie: answer.status === 200 ? cookieOf(answer) : '' }
}

function codeOf(secret: string, later = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: one.clock.elapsedMs() + later })
}

/** Binds a telephone; returns its secret and the recovery codes. */
async function bind(cookie: string): Promise<{ secret: string; codes: string[] }> {
  const { secret, uri } = Enrolment.parse((await one.call(cookie, 'POST', '/api/me/second-factor')).body)
  expect(uri).toMatch(/^otpauth:\/\/totp\//)
  const { codes } = RecoveryCodes.parse((await one.call(cookie, 'POST', '/api/me/second-factor/confirm', { code: codeOf(secret) })).body)
  one.clock.pass(minuteMs)
  return { secret, codes }
}

describe('a second factor', () => {
  it('is bound by a code, and from then on nothing opens before a code is told', async () => {
    const login = await person()
    const { secret } = await bind((await signIn(login)).cookie)
    const { answer, cookie } = await signIn(login)
    expect(SessionView.parse(answer.body)).toMatchObject({ owes: 'code', allowed: [] })
    for (const path of ['/api/incidents', '/api/status', '/api/sessions', '/api/live']) {
      const refused = await one.call(cookie, 'GET', path)
      expect([path, refused.status, Problem.parse(refused.body).code]).toEqual([path, 403, 'owing'])
    }
    expect((await one.call(cookie, 'POST', '/api/me/second-factor/end', { code: codeOf(secret) })).status).toBe(409)

    const told = await one.call(cookie, 'POST', '/api/me/code', { code: codeOf(secret) })
    expect(SessionView.parse(told.body).owes).toBeNull()
    expect((await one.call(cookieOf(told), 'GET', '/api/incidents')).status).toBe(200)
    expect((await one.call(cookie, 'GET', '/api/session')).status).toBe(401)
  })

  it('takes a code once, the neighbouring steps too, and no older one', async () => {
    const login = await person()
    const { secret } = await bind((await signIn(login)).cookie)
    const code = codeOf(secret, -30_000)
    expect((await one.call((await signIn(login)).cookie, 'POST', '/api/me/code', { code })).status).toBe(200)
    const again = await one.call((await signIn(login)).cookie, 'POST', '/api/me/code', { code })
    expect([again.status, Problem.parse(again.body).fields[0]?.path]).toEqual([400, 'code'])
    expect((await one.call((await signIn(login)).cookie, 'POST', '/api/me/code', { code: codeOf(secret, -90_000) })).status).toBe(400)
  })

  it('is replaced by a recovery code, each once; the store holds only their hashes', async () => {
    const login = await person()
    const { codes } = await bind((await signIn(login)).cookie)
    expect(codes).toHaveLength(10)
    expect(JSON.stringify(await one.stores.accounts.byLogin(login))).not.toContain(codes[0])
    const spoken = codes[0]?.toLowerCase().replaceAll('-', ' ')
    const told = await one.call((await signIn(login)).cookie, 'POST', '/api/me/code', { code: spoken })
    expect(told.status).toBe(200)
    expect(MyAccount.parse((await one.call(cookieOf(told), 'GET', '/api/me')).body).secondFactor?.recoveryCodesLeft).toBe(9)
    expect((await one.call((await signIn(login)).cookie, 'POST', '/api/me/code', { code: codes[0] })).status).toBe(400)
  })

  it('locks after five wrong tries at password and code together, and a known password buys no more', async () => {
    const login = await person()
    const { secret } = await bind((await signIn(login)).cookie)
    one.clock.pass(20 * minuteMs)
    const { cookie } = await signIn(login)
    for (let tries = 0; tries < 4; tries++) expect((await one.call(cookie, 'POST', '/api/me/code', { code: '000000' })).status).toBe(400)
    expect((await one.call(cookie, 'POST', '/api/me/code', { code: codeOf(secret) })).status).toBe(429)
    expect((await signIn(login)).answer.status).toBe(429)
  })

  it('is demanded of roles that must have it before anything else, and cannot be ended by them', async () => {
    const login = await person('admin')
    const { answer, cookie } = await signIn(login)
    expect(SessionView.parse(answer.body).owes).toBe('second-factor')
    expect((await one.call(cookie, 'GET', '/api/people')).status).toBe(403)
    const { secret } = await bind(cookie)
    expect(SessionView.parse((await one.call(cookie, 'GET', '/api/session')).body).owes).toBeNull()
    expect((await one.call(cookie, 'GET', '/api/people')).status).toBe(200)
    expect((await one.call(cookie, 'POST', '/api/me/second-factor/end', { code: codeOf(secret) })).status).toBe(409)
  })

  it('does not count before its code was told, nor ten minutes later', async () => {
    const login = await person()
    const { cookie } = await signIn(login)
    const { secret } = Enrolment.parse((await one.call(cookie, 'POST', '/api/me/second-factor')).body)
    expect((await one.call(cookie, 'POST', '/api/me/second-factor/confirm', { code: '000000' })).status).toBe(409)
    expect(SessionView.parse((await signIn(login)).answer.body).owes).toBeNull()
    one.clock.pass(10 * minuteMs)
    expect((await one.call(cookie, 'POST', '/api/me/second-factor/confirm', { code: codeOf(secret) })).status).toBe(409)
  })
})

describe('a secret of a second factor in the store', () => {
  it('is sealed from the moment that it is shown, and for its account alone', async () => {
    const [login, other] = [await person(), await person()]
    const { cookie } = await signIn(login)
    const shown = Enrolment.parse((await one.call(cookie, 'POST', '/api/me/second-factor')).body)
    expect(JSON.stringify(await one.stores.accounts.byLogin(login))).not.toContain(shown.secret)
    const { secret } = await bind(cookie)
    const account = await one.stores.accounts.byLogin(login)
    expect(JSON.stringify(account)).not.toContain(secret)

    const thief = await one.stores.accounts.byLogin(other)
    if (thief === null || account?.secondFactor === undefined) throw new Error('nobody is there')
    await one.stores.accounts.put({ ...thief, secondFactor: account.secondFactor })
    const refused = await one.call((await signIn(other)).cookie, 'POST', '/api/me/code', { code: codeOf(secret) })
    expect([refused.status, Problem.parse(refused.body).detail]).toEqual([409, '库里的动态口令已被改动：请用恢复码，或请安全管理员重置'])
  })

  it('stored plain before that was done is sealed at the next start, and opens as before', async () => {
    const login = await person()
    const { secret } = await bind((await signIn(login)).cookie)
    const account = await one.stores.accounts.byLogin(login)
    if (account?.secondFactor === undefined) throw new Error('nothing is bound')
    await one.stores.accounts.put({ ...account, secondFactor: { ...account.secondFactor, secret } })

    const next = await createApp(one.deps)
    await next.ready()
    await next.close()

    expect(JSON.stringify(await one.stores.accounts.byLogin(login))).not.toContain(secret)
    expect((await one.call((await signIn(login)).cookie, 'POST', '/api/me/code', { code: codeOf(secret) })).status).toBe(200)
  })

  it('under a key that is not here is named as such; a recovery code still opens', async () => {
    const login = await person()
    const { secret, codes } = await bind((await signIn(login)).cookie)
    const account = await one.stores.accounts.byLogin(login)
    if (account?.secondFactor === undefined) throw new Error('nothing is bound')
    const elsewhere = createSecretBox({ key: 'ab'.repeat(32), random: strongRandom })
    await one.stores.accounts.put({ ...account, secondFactor: { ...account.secondFactor, secret: elsewhere.seal(secret, login) } })

    const refused = await one.call((await signIn(login)).cookie, 'POST', '/api/me/code', { code: codeOf(secret) })
    expect([refused.status, Problem.parse(refused.body).detail]).toEqual([409, expect.stringContaining(`密钥编号 ${elsewhere.keyId}`)])
    expect((await one.call((await signIn(login)).cookie, 'POST', '/api/me/code', { code: codes[0] })).status).toBe(200)
  })
})

describe('a password', () => {
  it('is changed with the one before, ends all other sessions, and none of the last five comes again', async () => {
    const login = await person()
    const [mine, other] = [(await signIn(login)).cookie, (await signIn(login)).cookie]
    const change = (current: string, next: string): Promise<Answer> => one.call(mine, 'POST', '/api/me/password', { current, next })
    expect(Problem.parse((await change('Wrong-2031', 'Ye-hang 2032')).body).fields[0]?.path).toBe('current')
    expect((await change(password, 'Ye-hang 2032')).status).toBe(200)
    expect((await one.call(other, 'GET', '/api/session')).status).toBe(401)
    expect((await one.call(mine, 'GET', '/api/session')).status).toBe(200)
    const back = Problem.parse((await change('Ye-hang 2032', password)).body)
    expect(back.fields).toEqual([{ path: 'next', message: '不能与最近用过的 5 个密码相同' }])
    expect(Problem.parse((await change('Ye-hang 2032', 'Dragon-123')).body).detail).toContain('常见密码')
  })

  it('must be another after 90 days, and only that is open until it is', async () => {
    const login = await person()
    one.clock.pass(90 * dayMs)
    const { answer, cookie } = await signIn(login)
    expect(SessionView.parse(answer.body).owes).toBe('password')
    expect((await one.call(cookie, 'GET', '/api/incidents')).status).toBe(403)
    expect((await one.call(cookie, 'POST', '/api/me/password', { current: password, next: 'Ye-hang 2032' })).status).toBe(200)
    expect((await one.call(cookie, 'GET', '/api/incidents')).status).toBe(200)
  })
})
