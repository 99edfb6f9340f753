import { afterAll, beforeAll, expect, it } from 'vitest'
import { OidcSettings } from '../../../core/sign-in-rules.ts'
import { SessionView } from '../../../dashboard-api/contract.ts'
import { startApp, type Answer, type TestApp } from '../../support/api-app.ts'
import { oidcClient, startOpenIdProvider, type OpenIdProvider } from '../../support/openid-provider.ts'
import { dengbao3 } from '../../support/password-profiles.ts'

let one: TestApp
let provider: OpenIdProvider

beforeAll(async () => {
  provider = await startOpenIdProvider('http://desk.example/api/oidc/callback')
  const oidc = OidcSettings.parse({ issuer: provider.issuer, clientId: oidcClient.clientId, allowHttp: true })
  one = await startApp({ signIn: { passwords: dengbao3, secondFactor: [], oidc }, oidcSecret: () => oidcClient.secret })
  await put('lisi')
})
afterAll(async () => {
  await one.close()
  await provider.close()
})

async function put(login: string, more: { disabled?: boolean } = {}): Promise<void> {
  await one.stores.accounts.put({
    id: login,
    login,
    name: login,
    roles: ['analyst'],
    departmentId: null,
    passwordHash: null,
    disabled: false,
    ...more
  })
}

/** The whole way there and back; `meanwhile` changes what the browser brings back. */
async function goAs(login: string, meanwhile: (back: string) => string = (back) => back): Promise<{ answer: Answer; cookies: string[] }> {
  const start = await one.call(null, 'GET', '/api/oidc/start')
  expect(start.status).toBe(302)
  const trip = String([start.headers['set-cookie']].flat()[0])
  expect(trip).toMatch(/HttpOnly; SameSite=Lax/)
  const back = meanwhile(await provider.signIn(String(start.headers['location']), login))
  const answer = await one.call(trip.split(';')[0] ?? '', 'GET', back.replace('http://desk.example', ''))
  return { answer, cookies: [answer.headers['set-cookie']].flat().map((cookie) => String(cookie).split(';')[0] ?? '') }
}

it('signs in whom the provider names, and only those with an account here', async () => {
  const { answer, cookies } = await goAs('lisi')
  expect([answer.status, answer.headers['location']]).toEqual([302, '/'])
  const session = cookies.find((cookie) => cookie.startsWith('wanglou=')) ?? ''
  expect(SessionView.parse((await one.call(session, 'GET', '/api/session')).body)).toMatchObject({ me: { login: 'lisi' }, owes: null })
  expect((await goAs('nobody')).answer.headers['location']).toBe('/sign-in?sso=no-account')
  expect((await one.stores.accounts.byLogin('lisi'))?.oidcSubject).toBe(`${provider.issuer} lisi`)
})

it('opens the account to the identity that it was bound to, and to no other with its name', async () => {
  await goAs('lisi')
  expect((await goAs('lisi@other')).answer.headers['location']).toBe('/sign-in?sso=other-identity')
})

it('turns away who is disabled, another trip’s answer, and one that was not asked for', async () => {
  await put('wangwu', { disabled: true })
  expect((await goAs('wangwu')).answer.headers['location']).toBe('/sign-in?sso=disabled')
  expect((await goAs('lisi', (back) => back.replace(/state=[^&]+/, 'state=forged'))).answer.headers['location']).toBe('/sign-in?sso=refused')
  const unasked = await one.call(null, 'GET', '/api/oidc/callback?code=x&state=y')
  expect([unasked.headers['location'], unasked.headers['set-cookie']]).toEqual(['/sign-in?sso=expired', expect.stringContaining('wanglou-oidc=;')])
})

it('asks for the second factor still, unless the provider is said to do so', async () => {
  const lisi = await one.stores.accounts.byLogin('lisi')
  if (lisi === null) throw new Error('no account')
  await one.stores.accounts.put({ ...lisi, secondFactor: { secret: 'JBSWY3DPEHPK3PXP', since: one.clock.now(), recoveryCodes: [] } })
  const { cookies } = await goAs('lisi')
  const session = cookies.find((cookie) => cookie.startsWith('wanglou=')) ?? ''
  expect(SessionView.parse((await one.call(session, 'GET', '/api/session')).body).owes).toBe('code')
  await one.stores.accounts.put(lisi)
})

it('says that the provider is away, and is found again when it is back', async () => {
  const oidc = OidcSettings.parse({ issuer: 'http://127.0.0.1:9', clientId: 'x', allowHttp: true })
  const two = await startApp({ signIn: { passwords: dengbao3, secondFactor: [], oidc } })
  expect((await two.call(null, 'GET', '/api/oidc/start')).status).toBe(502)
  await two.close()
  expect((await goAs('lisi')).answer.headers['location']).toBe('/')
})
