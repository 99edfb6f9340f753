import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RouteEntry } from '../../../dashboard-api/access.ts'
import { Problem } from '../../../dashboard-api/contract.ts'
import { describeApi, isDescribed, operations } from '../../../dashboard-api/openapi/describe-api.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'
import { openIncident } from '../../support/api-incidents.ts'
import { at } from '../../support/incidents.ts'

let one: TestApp
let duty: string

beforeAll(async () => {
  one = await startApp()
  duty = await one.signIn(['duty-officer'])
})
afterAll(() => one.close())

const keyOf = ({ method, url }: RouteEntry): string => `${method} ${url}`

interface Described {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly parameters: readonly { readonly name: string; readonly required: boolean }[]
            readonly responses: Readonly<Record<string, unknown>>
          }
        >
      >
    >
  >
}

describe('the description of the API', () => {
  it('is OpenAPI 3.1, served to who is signed in and to nobody else', async () => {
    expect((await one.call(null, 'GET', '/api/openapi.json')).status).toBe(401)
    const { status, body } = await one.call(duty, 'GET', '/api/openapi.json')
    expect(status).toBe(200)
    const { valid, errors } = await new Validator().validate(body as Record<string, unknown>)
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
  })

  it('has a row in dashboard-api/openapi for every route, and none for what is no route', () => {
    const routes = one.app.routeTable.filter(isDescribed).map(keyOf)
    expect(routes.filter((route) => !(route in operations))).toEqual([])
    expect(Object.keys(operations).filter((route) => !routes.includes(route))).toEqual([])
  })

  it('names the refusal of a route for who may not, and its schema', async () => {
    const described = describeApi(one.app.routeTable, '0.0.0') as unknown as Described
    for (const [method, url, cookie] of [
      ['GET', '/api/incidents/{id}', duty],
      ['GET', '/api/incidents/{id}', null],
      ['GET', '/api/api-tokens', duty]
    ] as const) {
      const answer = await one.call(cookie, method, url.replace('{id}', 'none'))
      expect(Problem.parse(answer.body).status).toBe(answer.status)
      expect(Object.keys(described.paths[url]?.['get']?.responses ?? {})).toContain(String(answer.status))
    }
  })

  it('tells that what did not change is answered by 304, which it is', async () => {
    const described = describeApi(one.app.routeTable, '0.0.0') as unknown as Described
    expect(Object.keys(described.paths['/api/incidents']?.['get']?.responses ?? {})).toContain('304')
    const first = await one.call(duty, 'GET', '/api/incidents')
    const again = await one.call(duty, 'GET', '/api/incidents', undefined, { 'if-none-match': String(first.headers['etag']) })
    expect(again.status).toBe(304)
  })

  it('holds of what comes to no route: an address that cannot be decoded is a problem too', async () => {
    const { status, headers, body } = await one.call(duty, 'GET', '/api/incidents/%E0%A4%A')
    expect([status, headers['content-type']]).toEqual([400, 'application/problem+json; charset=utf-8'])
    expect(body).toMatchObject({ status: 400, title: '请求格式有误' })
  })

  it('asks of an approval alone to say what the approver saw', () => {
    const { paths } = describeApi(one.app.routeTable, '0.0.0') as unknown as Described
    const asking = Object.entries(paths).filter(([, { post }]) => post?.parameters.some(({ name, required }) => name === 'wanglou-seen' && required))
    expect(asking.map(([url]) => url).toSorted()).toEqual(['/api/incidents/{id}/approve-extension', '/api/incidents/{id}/approve-wording'])
  })

  it('is held by what is answered: every list that a desk reads has its schema', async () => {
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    const held: string[] = []
    for (const [key, { answers }] of Object.entries(operations)) {
      const [method, url] = key.split(' ') as [string, string]
      const schema = answers[200]
      if (method !== 'GET' || url === '/api/live' || schema === undefined || schema === null || 'mediaTypes' in schema) continue
      const answer = await one.call(duty, 'GET', url.replace(':id', 'inc-1'))
      if (answer.status !== 200) continue
      held.push(url)
      schema.parse(answer.body)
    }
    expect(held).toContain('/api/incidents/:id')
    expect(held.length).toBeGreaterThan(20)
  })
})
