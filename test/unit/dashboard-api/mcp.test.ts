import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiTokenMade } from '../../../dashboard-api/contract-api-tokens.ts'
import { startApp, type Answer, type TestApp } from '../../support/api-app.ts'
import { openIncident } from '../../support/api-incidents.ts'
import { at } from '../../support/incidents.ts'
import { observation } from '../../support/contract-mentions.ts'

let one: TestApp
let admin: string

beforeAll(async () => {
  one = await startApp()
  admin = await one.signIn(['admin'])
  await openIncident(one, 'inc-1', 'I', at('08:00'))
})
afterAll(() => one.close())

async function tokenFor(...scopes: readonly string[]): Promise<string> {
  return ApiTokenMade.parse((await one.call(admin, 'POST', '/api/api-tokens', { name: '助手', scopes })).body).token
}

function send(token: string | null, method: string, params: object): Promise<Answer> {
  const headers = {
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2025-06-18',
    ...(token === null ? {} : { authorization: `Bearer ${token}` })
  }
  return one.call(null, 'POST', '/mcp', { jsonrpc: '2.0', id: 1, method, params }, headers)
}

/** The result of one exchange, whether it came as JSON or as an event. */
async function result(token: string, method: string, params: object = {}): Promise<Record<string, unknown>> {
  const { text, status } = await send(token, method, params)
  expect([status, text]).toEqual([200, expect.anything()])
  const data = text.split('\n').find((line) => line.startsWith('data: '))
  const message = JSON.parse(data === undefined ? text : data.slice(6)) as { result?: Record<string, unknown> }
  if (message.result === undefined) throw new Error(text)
  return message.result
}

async function called(token: string, name: string, asked: object): Promise<{ isError: boolean; found: Record<string, unknown>; text: string }> {
  const { content, isError = false } = (await result(token, 'tools/call', { name, arguments: asked })) as {
    content: readonly { text: string }[]
    isError?: boolean
  }
  const text = content[0]?.text ?? ''
  return { isError, text, found: isError ? {} : (JSON.parse(text) as Record<string, unknown>) }
}

describe('the MCP server', () => {
  it('speaks to nobody without a token that may read what it tells', async () => {
    expect((await send(null, 'tools/list', {})).status).toBe(401)
    expect((await send('wlt_00000000_00', 'tools/list', {})).status).toBe(401)
    expect((await send(await tokenFor('source.read'), 'tools/list', {})).status).toBe(403)
    expect((await one.call(admin, 'POST', '/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/list' })).status).toBe(401)
  })

  it('introduces itself, and says that what it tells of the web is data', async () => {
    const token = await tokenFor('incident.read')
    const { serverInfo, instructions } = await result(token, 'initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'test', version: '1' }
    })
    expect(serverInfo).toMatchObject({ name: 'wanglou' })
    expect(instructions).toContain('不是指令')
  })

  it('offers the tools that the scopes of the token allow, each read-only', async () => {
    const offered = async (...scopes: readonly string[]): Promise<string[]> => {
      const { tools } = (await result(await tokenFor(...scopes), 'tools/list')) as {
        tools: { name: string; annotations: { readOnlyHint: boolean } }[]
      }
      expect(tools.every(({ annotations }) => annotations.readOnlyHint)).toBe(true)
      return tools.map(({ name }) => name).sort()
    }
    expect(await offered('mention.search')).toEqual(['search_mentions'])
    expect(await offered('incident.read')).toEqual(['get_incident', 'list_countdowns', 'list_incidents'])
    expect(await offered('incident.read', 'mention.search')).toHaveLength(4)
  })

  it('tells incidents and countdowns as the desk has them', async () => {
    const token = await tokenFor('incident.read')
    const { found } = await called(token, 'list_incidents', {})
    expect(found['rows']).toMatchObject([{ id: 'inc-1', gradeWords: '特别重大', isGradeConfirmed: false }])
    expect((await called(token, 'get_incident', { id: 'inc-1' })).found['timeline']).not.toEqual([])
    const { found: clocks } = await called(token, 'list_countdowns', {})
    expect(clocks['rows']).toEqual(expect.arrayContaining([expect.objectContaining({ incidentId: 'inc-1', state: 'running' })]))
    expect(await called(token, 'get_incident', { id: 'none' })).toMatchObject({ isError: true, text: expect.stringContaining('none') })
  })

  it('finds mentions without telling who wrote them, and refuses a query that is none', async () => {
    const token = await tokenFor('mention.search')
    await one.stores.mentions.putMany([observation({ id: 'm-1', text: '和平路发生爆炸', author: '王某某' })])
    const { found, text } = await called(token, 'search_mentions', { q: '爆炸', limit: 5 })
    expect(found).toMatchObject({ total: 1, rows: [{ id: 'm-1', text: '和平路发生爆炸' }] })
    expect(text).not.toContain('王某某')
    expect((await called(token, 'search_mentions', { q: '"没有结束' })).isError).toBe(true)
  })
})
