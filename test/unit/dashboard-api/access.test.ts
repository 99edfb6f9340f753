import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Role } from '../../../core/actor.ts'
import { can, type Action } from '../../../core/permission.ts'
import { Problem } from '../../../dashboard-api/contract.ts'
import type { RouteEntry } from '../../../dashboard-api/access.ts'
import { createApp } from '../../../dashboard-api/app.ts'
import { origin, startApp, type Answer, type TestApp } from '../../support/api-app.ts'

let one: TestApp
const cookies = new Map<Role, string>()

beforeAll(async () => {
  one = await startApp()
  for (const role of Role.options) cookies.set(role, await one.signIn([role]))
})
afterAll(() => one.close())

/** A machine's token is no cookie that a browser would send along. */
const isForMachines = ({ access }: RouteEntry): boolean => access === 'token' || access === 'api-token'

/** Routes that answer with the very thing; HEAD and the live connection follow GET. */
function callable(): readonly RouteEntry[] {
  return one.app.routeTable.filter(({ method, url }) => method !== 'HEAD' && url !== '/api/live')
}

function ask(cookie: string | null, { method, url }: RouteEntry, headers?: Record<string, string>, body: unknown = {}): Promise<Answer> {
  const address = url.replace(/:\w+/, 'none').replace('*', 'desk')
  return one.call(cookie, method as 'GET' | 'POST' | 'DELETE', address, method === 'POST' ? body : undefined, headers)
}

const mayDo = (role: Role, action: Action): boolean => can({ kind: 'person', id: '', name: '', roles: [role], departmentId: null }, action)

describe('every route', () => {
  it('is one of those we know to be open to everybody, or asks who it is', async () => {
    const open = callable()
      .filter(({ access }) => access === 'public')
      .map(({ method, url }) => `${method} ${url}`)
    expect(open.sort()).toEqual([
      'GET /*',
      'GET /api/oidc/callback',
      'GET /api/oidc/start',
      'GET /api/setup',
      'GET /healthz',
      'POST /api/policy-reports',
      'POST /api/session',
      'POST /api/setup',
      'POST /api/sign-links/look',
      'POST /api/sign-links/sign',
      'POST /api/signin-link'
    ])
    for (const route of callable().filter(({ access }) => access !== 'public')) {
      expect([route, (await ask(null, route)).status]).toEqual([route, 401])
      expect([route, (await ask('wanglou=forged', route)).status]).toEqual([route, 401])
    }
  })

  it('lets in exactly the roles of its action', async () => {
    const guarded = callable().filter((route) => !isForMachines(route) && route.access !== 'public' && route.access !== 'signed-in')
    expect(guarded.length).toBeGreaterThan(18)
    for (const [index, route] of guarded.entries()) {
      const [allowed, refused] = [true, false].map((may) => Role.options.filter((role) => may === mayDo(role, route.access as Action)))
      // Of those who may, one each time another: what they all get is told by the matrix.
      for (const role of [allowed?.[index % (allowed.length || 1)], ...(refused ?? [])]) {
        if (role === undefined) throw new Error(`nobody may call ${route.url}`)
        // Broken JSON: who is let in gets no further than the body, and nothing is written down of it.
        const { status } = await ask(cookies.get(role) ?? '', route, { 'content-type': 'application/json' }, '{')
        expect([route.method, route.url, role, status === 403]).toEqual([route.method, route.url, role, !allowed?.includes(role)])
      }
    }
  })

  it('refuses to change anything for a page of somebody else, or for nobody’s', async () => {
    const changing = callable().filter((route) => route.method !== 'GET' && !isForMachines(route))
    expect(changing.length).toBeGreaterThan(15)
    for (const route of changing) {
      for (const foreign of ['http://evil.example', 'null', 'http://desk.example.evil.example', 'https://desk.example', '']) {
        const answer = await ask(cookies.get('duty-officer') ?? '', route, { origin: foreign })
        expect([route, foreign, answer.status, Problem.parse(answer.body).code]).toEqual([route, foreign, 403, 'foreign-origin'])
      }
    }
  })

  it('has the headers of a page that no other page may use', async () => {
    for (const route of callable()) {
      const { headers } = await ask(null, route)
      expect(headers['content-security-policy']).toContain("default-src 'self';script-src 'self';")
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('no-referrer')
    }
  })

  it('cannot be added without saying who may call it', async () => {
    const app = await createApp(one.deps)
    expect(() => app.get('/api/forgotten', () => 'secret')).toThrow('declares no access')
    await app.close()
  })
})

describe('a body', () => {
  const duty = (): string => cookies.get('duty-officer') ?? ''

  it('is JSON or nothing: forms, plain text and broken JSON are refused', async () => {
    for (const [type, status] of [
      ['application/x-www-form-urlencoded', 415],
      ['text/plain', 415],
      ['multipart/form-data; boundary=x', 415]
    ] as const) {
      const { statusCode, headers } = await one.app.inject({
        method: 'POST',
        url: '/api/incidents',
        headers: { host: 'desk.example', origin, cookie: duty(), 'content-type': type },
        payload: 'title=x'
      })
      expect([type, statusCode]).toEqual([type, status])
      expect(headers['content-type']).toContain('application/problem+json')
    }
    const broken = await one.call(duty(), 'POST', '/api/incidents', '{"title"', { 'content-type': 'application/json' })
    expect(broken.status).toBe(400)
    expect(Problem.parse(broken.body).title).toBe('请求格式有误')
  })

  it('of more than 256 kB is refused', async () => {
    expect((await one.call(duty(), 'POST', '/api/incidents', { title: '长'.repeat(200_000) })).status).toBe(413)
  })

  it('with a field that nobody knows names it', async () => {
    const answer = await one.call(duty(), 'POST', '/api/incidents/none/note', { text: '记', extra: 1 })
    expect(answer.status).toBe(400)
    expect(Problem.parse(answer.body).detail).toContain('extra')
  })
})

describe('trouble', () => {
  it('of our own is told without a word of the inside', async () => {
    const two = await startApp({
      watchedGroups: [
        {
          get topic(): never {
            throw new Error('secret inside at line 7')
          },
          group: 'assess'
        }
      ]
    })
    const answer = await two.call(await two.signIn(['duty-officer']), 'GET', '/api/status')
    await two.close()
    expect(answer.status).toBe(500)
    expect(Problem.parse(answer.body)).toMatchObject({ title: '系统出错', code: 'internal' })
    expect(answer.text).not.toMatch(/secret|line 7|\.ts/)
  })

  it('of an address that is none is problem+json below /api and the page elsewhere', async () => {
    const missing = await one.call(null, 'GET', '/api/none')
    expect([missing.status, Problem.parse(missing.body).title]).toEqual([404, '没有找到'])
    const page = await one.call(null, 'GET', '/incidents/inc-1')
    expect(page.status).toBe(503)
    expect(page.text).toContain('npm run build')
  })

  it('never reaches who only asks whether the server lives', async () => {
    expect((await one.call(null, 'GET', '/healthz')).body).toEqual({ ok: true })
  })
})
