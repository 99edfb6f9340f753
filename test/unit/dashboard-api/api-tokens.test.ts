import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMs, minuteMs } from '../../../core/instant.ts'
import { ApiTokenList, ApiTokenMade } from '../../../dashboard-api/contract-api-tokens.ts'
import { Problem } from '../../../dashboard-api/contract.ts'
import { ApiTokenBook, requestsPerMinute } from '../../../dashboard-api/api-token-book.ts'
import { TooManyRequestsError } from '../../../dashboard-api/errors.ts'
import { problemOf } from '../../../dashboard-api/problem.ts'
import { startApp, type Answer, type TestApp } from '../../support/api-app.ts'
import { openIncident } from '../../support/api-incidents.ts'
import { at } from '../../support/incidents.ts'

let one: TestApp
let admin: string

beforeAll(async () => {
  one = await startApp()
  admin = await one.signIn(['admin'])
  await openIncident(one, 'inc-1', 'I', at('08:00'))
})
afterAll(() => one.close())

async function make(scopes: readonly string[], more: object = {}): Promise<ApiTokenMade> {
  const answer = await one.call(admin, 'POST', '/api/api-tokens', { name: '城市大脑', scopes, ...more })
  expect(answer.status).toBe(201)
  return ApiTokenMade.parse(answer.body)
}

function by(token: string, method: 'GET' | 'POST' | 'DELETE', url: string, body?: unknown): Promise<Answer> {
  return one.call(null, method, url, body, { authorization: `Bearer ${token}` })
}

describe('an API token', () => {
  it('reads what its scopes say, and nothing else', async () => {
    const { token } = await make(['incident.read'])
    expect((await by(token, 'GET', '/api/incidents')).status).toBe(200)
    expect((await by(token, 'GET', '/api/incidents/inc-1/work')).status).toBe(200)
    for (const url of ['/api/mentions', '/api/sources', '/api/status', '/api/session', '/api/sessions', '/api/api-tokens', '/api/channel-tests']) {
      const refused = await by(token, 'GET', url)
      expect([url, refused.status, Problem.parse(refused.body).code]).toEqual([url, 403, 'forbidden'])
    }
  })

  it('changes nothing, whatever it was given', async () => {
    const { token } = await make(['incident.read', 'notice.read', 'report.read'])
    for (const [method, url, body] of [
      ['POST', '/api/incidents/inc-1/note', { text: '记' }],
      ['POST', '/api/incidents/inc-1/opened', undefined],
      ['POST', '/api/notices/shown', { ids: ['x'] }],
      ['POST', '/api/reports', { kind: 'daily' }],
      ['DELETE', '/api/session', undefined]
    ] as const)
      expect([url, (await by(token, method, url, body)).status]).toEqual([url, 403])
  })

  it('is kept as a hash, listed with its last use, and shown once', async () => {
    const { token, view } = await make(['status.read'])
    const kept = JSON.stringify(await one.stores.crawl.pending('@api-tokens', one.clock.elapsedMs(), 10))
    expect(kept).not.toContain(token.split('_')[2])
    expect((await by(token, 'GET', '/api/status')).status).toBe(200)
    const { rows } = ApiTokenList.parse((await one.call(admin, 'GET', '/api/api-tokens')).body)
    expect(rows.find(({ id }) => id === view.id)).toEqual({ ...view, lastUsedAt: one.clock.now() })
    expect(JSON.stringify(await one.stores.audit.read(0, 100))).not.toContain(token.split('_')[2])
  })

  it('ends when it is revoked and when its time is over, and one that is forged never was', async () => {
    const [revoked, over] = [await make(['status.read']), await make(['status.read'], { expiresAt: addMs(one.clock.now(), minuteMs) })]
    expect((await by(revoked.token, 'GET', '/api/status')).status).toBe(200)
    expect((await one.call(admin, 'DELETE', `/api/api-tokens/${revoked.view.id}`)).status).toBe(204)
    expect((await one.call(admin, 'DELETE', `/api/api-tokens/${revoked.view.id}`)).status).toBe(404)
    one.clock.pass(minuteMs)
    const forged = over.token.slice(0, -1) + (over.token.endsWith('0') ? '1' : '0')
    for (const token of [revoked.token, over.token, forged, 'wlt_x', '']) {
      const refused = await by(token, 'GET', '/api/status')
      expect([refused.status, Problem.parse(refused.body).code]).toEqual([401, 'api-token-refused'])
    }
    const deeds = (await one.stores.audit.read(0, 100)).map(({ action }) => action)
    expect(deeds.filter((action) => action === 'api-token.revoke')).toHaveLength(2)
  })

  it('asks no more than so often a minute, and is told when to come again', async () => {
    const { token } = await make(['status.read'])
    const book = new ApiTokenBook({ crawl: one.stores.crawl, clock: one.clock, sha256: one.writer.sha256 })
    for (let count = 0; count < requestsPerMinute; count++) await book.find(token)
    const refused = await book.find(token).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(TooManyRequestsError)
    expect(problemOf(refused, 'r1')).toMatchObject({ status: 429, retryable: true })
    expect((refused as TooManyRequestsError).retryAfterSeconds).toBeGreaterThan(0)
    one.clock.pass(60_000)
    expect(await book.find(token)).toMatchObject({ name: '城市大脑' })
  })

  it('is made for who may alone, with a scope that there is, and an end to come', async () => {
    const officer = await one.signIn(['duty-officer'])
    expect((await one.call(officer, 'POST', '/api/api-tokens', { name: 'x', scopes: ['status.read'] })).status).toBe(403)
    for (const body of [
      { name: 'x', scopes: [] },
      { name: 'x', scopes: ['audit.read'] },
      { name: ' ', scopes: ['status.read'] }
    ])
      expect((await one.call(admin, 'POST', '/api/api-tokens', body)).status).toBe(400)
    expect((await one.call(admin, 'POST', '/api/api-tokens', { name: 'x', scopes: ['status.read'], expiresAt: one.clock.now() })).status).toBe(400)
  })
})
