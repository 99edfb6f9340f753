import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Problem } from '../../../dashboard-api/contract.ts'
import { startDashboard } from '../../../dashboard-api/server.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'
import { openIncident } from '../../support/api-incidents.ts'
import { at } from '../../support/incidents.ts'

let one: TestApp
let duty: string
let url: string

beforeAll(async () => {
  one = await startApp()
  duty = await one.signIn(['duty-officer'])
  await openIncident(one, 'inc-1', 'I', at('08:00'))
  url = (await startDashboard({ app: one.app, host: '127.0.0.1', port: 0 })).url
})
afterAll(() => one.close())

describe('what is asked for again', () => {
  it('is not sent again while nothing but the time is another', async () => {
    const first = await one.call(duty, 'GET', '/api/incidents')
    const tag = String(first.headers['etag'])
    expect(tag).toMatch(/^W\/"[\w-]{22}"$/)
    one.clock.pass(1_000)
    const second = await one.call(duty, 'GET', '/api/incidents', undefined, { 'if-none-match': `"other", ${tag}` })
    expect([second.status, second.text, second.headers['etag']]).toEqual([304, '', tag])
  })

  it('is sent again when there is something new, and to who has another tag', async () => {
    const tag = String((await one.call(duty, 'GET', '/api/incidents')).headers['etag'])
    await openIncident(one, 'inc-2', 'II', at('08:00'))
    const changed = await one.call(duty, 'GET', '/api/incidents', undefined, { 'if-none-match': tag })
    expect(changed.status).toBe(200)
    expect(changed.headers['etag']).not.toBe(tag)
  })

  it('is kept by no cache, and told to nobody who may not read it, tag or not', async () => {
    const { headers } = await one.call(duty, 'GET', '/api/incidents')
    expect(headers['cache-control']).toBe('private, no-store')
    const auditor = await one.signIn(['auditor'])
    expect((await one.call(auditor, 'GET', '/api/incidents', undefined, { 'if-none-match': String(headers['etag']) })).status).toBe(403)
  })
})

describe('an address that does not take a method', () => {
  it('says which it takes', async () => {
    const answer = await one.call(duty, 'DELETE', '/api/incidents')
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, HEAD, POST'])
    expect(Problem.parse(answer.body).title).toBe('不支持这种方法')
    expect((await one.call(duty, 'POST', '/api/nowhere', {})).status).toBe(404)
  })
})

describe('what is no request at all', () => {
  it('gets a problem and the end of its connection', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'))
      let read = ''
      socket.on('data', (data) => (read += data.toString('utf8')))
      socket.on('end', () => resolve(read))
      socket.on('error', reject)
    })
    expect(text).toContain('HTTP/1.1 400')
    expect(Problem.parse(JSON.parse(text.split('\r\n\r\n')[1] ?? '')).code).toBe('http-400')
  })

  it('such as headers without end, is told that they are too many', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const asked = httpRequest(`${url}/healthz`, { headers: { 'x-long': 'a'.repeat(40_000) } }, (answer) => resolve(answer.statusCode))
      asked.on('error', reject)
      asked.end()
    })
    expect(status).toBe(431)
  })
})
