import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { signInRate } from '../../../dashboard-api/routes/session.ts'
import { strongRandom } from '../../../adapters/hash.ts'
import { hashPassword } from '../../../dashboard-api/password.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'

const origin = 'https://desk.example'
let one: TestApp

beforeEach(async () => {
  one = await startApp({ publicUrl: origin })
})
afterEach(() => one.close())

/** A wrong sign-in as it reaches the listener; the status of its answer. */
async function tryToSignIn(remoteAddress: string, forwarded: string, login: string): Promise<number> {
  const { statusCode } = await one.app.inject({
    method: 'POST',
    url: '/api/session',
    remoteAddress,
    headers: { host: 'desk.example', origin, 'x-forwarded-for': forwarded },
    payload: { login, password: 'Wrong-2031' }
  })
  return statusCode
}

async function addressesOfTheAudit(): Promise<string[]> {
  return (await one.stores.audit.read(0, 100)).map(({ detail }) => /[\d.]+$/.exec(detail)?.[0] ?? '')
}

async function statuses(remoteAddress: string, forwarded: (index: number) => string): Promise<number[]> {
  const answers: number[] = []
  for (let index = 0; index <= signInRate.max; index++) {
    const { statusCode } = await one.app.inject({
      method: 'POST',
      url: '/api/signin-link',
      remoteAddress,
      headers: { host: 'desk.example', origin, 'x-forwarded-for': forwarded(index) },
      payload: { token: 'x'.repeat(43) }
    })
    answers.push(statusCode)
  }
  return answers
}

describe('the address of a client', () => {
  it('is the one it connects from, whatever it claims', async () => {
    await tryToSignIn('203.0.113.9', '198.51.100.1', 'zhiban')
    expect(await addressesOfTheAudit()).toEqual(['203.0.113.9'])
  })

  it('is the one that the proxy on this machine saw, not what stood in the header before', async () => {
    await tryToSignIn('127.0.0.1', '198.51.100.1, 203.0.113.9', 'zhiban')
    expect(await addressesOfTheAudit()).toEqual(['203.0.113.9'])
  })

  it('cannot be changed to get around the limit of tries, neither directly nor through the proxy', async () => {
    const direct = await statuses('203.0.113.9', (index) => `198.51.100.${index}`)
    const through = await statuses('127.0.0.1', (index) => `198.51.100.${index}, 203.0.113.10`)
    expect([direct.at(-2), direct.at(-1)]).toEqual([401, 429])
    expect([through.at(-2), through.at(-1)]).toEqual([401, 429])
  })

  it('does not keep a colleague out who signs in from the same one, whatever names were tried there', async () => {
    const password = 'Right-2031-Linjiang'
    const account = { id: 'p1', login: 'zhiban', name: '值班', roles: [], departmentId: null, disabled: false }
    await one.stores.accounts.put({ ...account, passwordHash: await hashPassword(password, strongRandom) })
    const from = { remoteAddress: '203.0.113.9', headers: { host: 'desk.example', origin } }
    // Each counts as a try, and none costs the work of a password that is compared.
    const tries = Array.from({ length: signInRate.max + 1 }, (_, index) => ({ login: `nobody${index}` }))
    for (const payload of tries) await one.app.inject({ ...from, method: 'POST', url: '/api/session', payload })
    const right = await one.app.inject({ ...from, method: 'POST', url: '/api/session', payload: { login: 'zhiban', password } })
    expect(right.statusCode).toBe(200)
    const cookie = String(right.headers['set-cookie']).split(';')[0] ?? ''
    const own: number[] = []
    for (let index = 0; index <= signInRate.max; index++) {
      own.push((await one.app.inject({ ...from, method: 'GET', url: '/api/me', headers: { ...from.headers, cookie } })).statusCode)
    }
    expect(own.filter((status) => status !== 200)).toEqual([])
  })

  it('does not help against the lock of a name', async () => {
    const answers: number[] = []
    for (let index = 1; index <= 6; index++) answers.push(await tryToSignIn(`203.0.113.${index}`, '198.51.100.1', 'zhiban'))
    expect(answers).toEqual([401, 401, 401, 401, 401, 429])
  })
})
