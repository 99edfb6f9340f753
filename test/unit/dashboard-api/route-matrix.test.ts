import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Role, roleWords } from '../../../core/actor.ts'
import { can, type Action } from '../../../core/permission.ts'
import type { RouteEntry } from '../../../dashboard-api/access.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'

let one: TestApp

beforeAll(async () => {
  one = await startApp()
})
afterAll(() => one.close())

const everybody = ['public', 'signed-in']

/** Whether the role is let in, as the route table says. */
function mark({ access }: RouteEntry, role: Role): string {
  if (access === 'token' || access === 'api-token') return ''
  if (everybody.includes(access)) return '○'
  return can({ kind: 'person', id: '', name: '', roles: [role], departmentId: null }, access as Action) ? '●' : ''
}

/** What an API token has to have; of MCP each tool says it. */
function tokenMark({ access, scope }: RouteEntry): string {
  return access === 'api-token' ? '按工具' : (scope ?? '')
}

function matrix(): string {
  const rows = one.app.routeTable
    .filter(({ method }) => method !== 'HEAD')
    .toSorted((a, b) => (a.url === b.url ? (a.method < b.method ? -1 : 1) : a.url < b.url ? -1 : 1))
    .map((route) => [`\`${route.method} ${route.url}\``, route.access, ...Role.options.map((role) => mark(route, role)), tokenMark(route)])
  const head = ['路由', '权限', ...Role.options.map((role) => roleWords[role]), '接口令牌']
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    '# 路由与角色',
    '',
    '由路由表生成（`vitest run --project unit route-matrix -u`）。没有写明权限的路由不能注册；新路由没有在此表中，测试即不通过。',
    '○ 人人可用（`public` 不必登录）；● 该角色可用；空白一律拒绝。接口令牌一列是令牌须有的权限，空白为不可用。',
    '',
    line(head),
    line(head.map(() => '---')),
    ...rows.map(line),
    ''
  ].join('\n')
}

describe('the matrix of routes and roles', () => {
  it('is the one that was looked at: a new route, or one that lets in somebody else, is seen', async () => {
    await expect(matrix()).toMatchFileSnapshot('../../../docs/access-matrix.md')
  })

  it('lets nobody in by a right that no role has, and everybody signed in only where it says so', () => {
    const guarded = one.app.routeTable.filter(({ access }) => !everybody.includes(access) && access !== 'token' && access !== 'api-token')
    expect(guarded.length).toBeGreaterThan(80)
    for (const route of guarded) {
      const letIn = Role.options.filter((role) => mark(route, role) !== '')
      expect([route.url, letIn.length > 0 && letIn.length < Role.options.length]).toEqual([route.url, true])
    }
  })

  it('gives a machine’s token nothing that changes anything', () => {
    const byToken = one.app.routeTable.filter(({ scope }) => scope !== null)
    expect(byToken.length).toBeGreaterThan(20)
    expect(byToken.filter(({ method }) => !['GET', 'HEAD'].includes(method))).toEqual([])
  })
})
