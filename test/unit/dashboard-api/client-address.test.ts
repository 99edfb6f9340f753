import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { signInRate } from '../../../dashboard-api/routes/session.ts'
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

  it('is not counted where somebody who is signed in reads what is their own', async () => {
    const direct = await startApp()
    try {
      const cookie = await direct.signIn(['duty-officer'])
      const statuses: number[] = []
      for (let index = 0; index <= signInRate.max; index++) statuses.push((await direct.call(cookie, 'GET', '/api/me')).status)
      expect(statuses.filter((status) => status !== 200)).toEqual([])
    } finally {
      await direct.close()
    }
  })

  it('does not help against the lock of a name', async () => {
    const answers: number[] = []
    for (let index = 1; index <= 6; index++) answers.push(await tryToSignIn(`203.0.113.${index}`, '198.51.100.1', 'zhiban'))
    expect(answers).toEqual([401, 401, 401, 401, 401, 429])
  })
})
