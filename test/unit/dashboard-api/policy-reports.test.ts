import { afterAll, beforeAll, expect, it } from 'vitest'
import { Status } from '../../../dashboard-api/contract.ts'
import { origin, startApp, type TestApp } from '../../support/api-app.ts'

const told: unknown[] = []
let one: TestApp
beforeAll(async () => {
  one = await startApp({ logger: { info: () => undefined, warn: (fields) => told.push(fields), error: () => undefined } })
})
afterAll(() => one.close())

/** As Chromium sends it. */
const report = {
  'csp-report': {
    'document-uri': 'http://desk.example/mentions?q=secret',
    referrer: '',
    'violated-directive': 'img-src',
    'effective-directive': 'img-src',
    'original-policy': "default-src 'self'",
    disposition: 'enforce',
    'blocked-uri': 'https://evil.example/x.png?secret=1',
    'line-number': 1,
    'status-code': 200
  }
}

async function tell(payload: unknown, from = origin): Promise<number> {
  const headers = { host: 'desk.example', origin: from, 'content-type': 'application/csp-report' }
  return (await one.app.inject({ method: 'POST', url: '/api/policy-reports', headers, payload: JSON.stringify(payload) })).statusCode
}

async function counted(): Promise<number> {
  return Status.parse((await one.call(await one.signIn(['admin']), 'GET', '/api/status')).body).policyReports
}

it('is named by every page as the place to report to', async () => {
  const { headers } = await one.call(null, 'GET', '/sign-in')
  expect(headers['content-security-policy']).toContain('report-uri /api/policy-reports')
})

it('counts what a browser refused, signed in or not, and tells the log without what somebody searched for', async () => {
  expect(await tell(report)).toBe(204)
  expect(await counted()).toBe(1)
  expect(told).toEqual([{ directive: 'img-src', refused: 'https://evil.example/x.png', page: 'http://desk.example/mentions', source: '', line: 1 }])
})

it('takes nothing from a page of somebody else, and nothing that is no report', async () => {
  expect(await tell(report, 'http://evil.example')).toBe(403)
  expect(await tell({})).toBe(400)
  expect(await tell({ 'csp-report': { 'document-uri': 'x'.repeat(5000), 'violated-directive': '', 'blocked-uri': '' } })).toBe(400)
  expect(await counted()).toBe(1)
})

it('is not filled up by one who keeps telling', async () => {
  const answers = await Promise.all(Array.from({ length: 80 }, () => tell(report)))
  expect(answers.filter((status) => status === 429).length).toBeGreaterThanOrEqual(20)
})
