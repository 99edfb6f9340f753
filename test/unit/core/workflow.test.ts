import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { Role, type Person } from '../../../core/actor.ts'
import { WanglouError } from '../../../core/errors.ts'
import { create, update } from '../../../core/incident/update.ts'
import { workflow, workflowStates, type WorkflowRow, type WorkflowState, type WorkflowVerb } from '../../../core/incident/workflow.ts'
import { actions, rolesOf } from '../../../core/permission.ts'
import { workflowPage } from '../../../tools/workflow-page.ts'
import { startApp } from '../../support/api-app.ts'
import { moment, type StagedDesk } from '../../support/staged-desk.ts'
import { workflowCalls, type WorkflowCall } from '../../support/workflow-calls.ts'
import { matterIn } from '../../support/workflow-matter.ts'
import { verbsIn } from '../../support/workflow-verbs.ts'

const folder = new URL('../../../core/incident/', import.meta.url)
const now = moment('2026-09-10 10:20')
const rows = Object.entries<WorkflowRow>(workflow) as [WorkflowVerb, WorkflowRow][]
const ended: readonly WorkflowState[] = ['closed', 'dismissed', 'merged', 'filed']

function personOf(role: Role): Person {
  return { kind: 'person', id: `某${role}`, name: `某${role}`, roles: [role], departmentId: role === 'handler' ? 'safety' : null }
}

/** `does`, or the refusal with its code and words; through the same read, decide and write as in the program, and the store is put back. */
async function attempt(desk: StagedDesk, call: WorkflowCall, row: WorkflowRow, actor: Person, was: string): Promise<string> {
  const { writer, incidents, document } = desk
  const before = new Map(incidents.documents)
  const change = { at: now, actor, cause: `try:${actor.id}` }
  const context = { now, actor }
  let outcome: string
  try {
    if (row.opens === true) await create(writer, 'inc-new', change, call.verb(document.state, context), null)
    else await update(writer, document.id, change, (state) => call.verb(state, context))
    outcome = 'does'
  } catch (error) {
    outcome = error instanceof WanglouError ? `${error.code} ${error.message}` : String(error)
  }
  // Byte for byte, so that a verb is found out too that writes into what it was given.
  const changed = JSON.stringify([...incidents.documents]) !== was
  incidents.documents.clear()
  for (const [id, one] of before) incidents.documents.set(id, one)
  return changed === (outcome === 'does') ? outcome : changed ? `changed something, and ${outcome}` : 'nothing'
}

/** What the table and the permissions say of it. */
function expected(call: WorkflowCall, row: WorkflowRow, state: WorkflowState, role: Role): RegExp {
  const allowed = row.action === null ? Role.options : rolesOf(row.action)
  if (!allowed.includes(role)) return /^forbidden 您的角色不能进行此操作$/
  if (!row.states.includes(state))
    // What a machine decides of a filed matter is dropped when a machine asks; these are persons.
    return row.action === null
      ? state === 'filed'
        ? new RegExp(`^refused .*${(call.refuses?.filed ?? /事件已归档/).source}`)
        : /^nothing$/
      : ended.includes(state)
        ? /^refused 事件已(办结，不|驳回，|并入其他事件，|归档（.*，不能再)/
        : /^refused ./
  const refusal = call.refuses?.[state]
  if (refusal !== undefined) return new RegExp(`^refused .*${refusal.source}`)
  if (call.isOwn?.includes(role) === false) return /^refused (此任务由|批示的任务只能由领导)/
  return (call.roles ?? allowed).includes(role) ? /^does$/ : /^forbidden ./
}

describe('the table', () => {
  const found = readdirSync(folder).flatMap((file) => verbsIn(readFileSync(new URL(file, folder), 'utf8')).map((verb) => ({ file, verb })))

  it('has a row for each verb of core/incident, and none for what is no verb', () => {
    expect(found.length).toBeGreaterThan(30)
    expect(found.map(({ verb }) => verb).toSorted()).toEqual(Object.keys(workflow).toSorted())
  })

  it('has a row for each right to change an incident, and a right for each row', () => {
    const used = new Set(rows.flatMap(([, { action }]) => (action === null ? [] : [action])))
    const rights = actions.filter((action) => action.startsWith('incident.') && action !== 'incident.read')
    expect([...used].toSorted()).toEqual([...rights].toSorted())
  })

  it('has a row for each route that changes something of an incident', async () => {
    const one = await startApp()
    const used: readonly string[] = rows.flatMap(([, { action }]) => (action === null ? [] : [action]))
    const routes = one.app.routeTable.filter(({ method, url }) => method !== 'GET' && method !== 'HEAD' && url.startsWith('/api/incidents'))
    await one.close()
    expect(routes.length).toBeGreaterThan(25)
    /* That a page was shown is a receipt of notices, and changes no incident. */
    const without = routes.filter(({ access, url }) => !used.includes(access) && url !== '/api/incidents/:id/opened')
    expect(without).toEqual([])
  }, 120_000)

  it('is what docs/workflow.md prints: node tools/workflow.ts', () => {
    expect(readFileSync(new URL('../../../docs/workflow.md', import.meta.url), 'utf8')).toBe(workflowPage())
  })
})

describe('a handler', () => {
  const verbs = rows.flatMap(([verb, row]) => (row.action !== null && rolesOf(row.action).includes('handler') ? [[verb, row] as const] : []))
  const handlerOf = (departmentId: string | null, roles: readonly Role[] = []): Person => {
    return { kind: 'person', id: '某外单位承办人', name: '某外单位承办人', roles: ['handler', ...roles], departmentId }
  }

  it('may do some verbs', () => expect(verbs.length).toBeGreaterThan(15))

  describe.each(verbs)('of a department without a part in the matter: %s', (verb, row) => {
    const call = workflowCalls[verb]

    test.each(row.states)('is refused in state %s', async (state) => {
      const desk = await matterIn(state, call)
      const was = JSON.stringify([...desk.incidents.documents])
      const outcomes: string[] = []
      for (const departmentId of ['transport', null]) outcomes.push(await attempt(desk, call, row, handlerOf(departmentId), was))
      expect(outcomes).toEqual(Array(2).fill(expect.stringMatching(/^refused 只能办理本部门的事件$/)))
    })

    test.each(row.states)('does what another role of the same person does in state %s', async (state) => {
      const desk = await matterIn(state, call)
      const was = JSON.stringify([...desk.incidents.documents])
      for (const role of rolesOf(row.action ?? 'incident.read').filter((one) => one !== 'handler')) {
        const alone = await attempt(desk, call, row, { ...personOf(role), departmentId: 'transport' }, was)
        expect([role, await attempt(desk, call, row, handlerOf('transport', [role]), was)]).toEqual([role, alone])
      }
    })
  })
})

describe('what finds the verbs', () => {
  test.each([
    ['export function f(state: IncidentState, context: CommandContext): Decision {\n', ['f']],
    ['export function g(\n  state: IncidentState,\n  command: { readonly a: string }\n): Decision {\n', ['g']],
    ['export const h = (state: IncidentState, context: CommandContext): Decision => []\n', ['h']],
    ['export function i(state: IncidentState, context: CommandContext): IncidentEventBody[] {\n', ['i']],
    ['export async function j(context: CommandContext): Promise<Decision> {\n', ['j']],
    ['function own(state: IncidentState): Decision {\n', []],
    ['export function k(state: IncidentState): boolean {\n', []],
    ["export const m = ladderStep('reminder')\n", ['m']],
    ['export const n: Verb = (state, context) => []\n', ['n']],
    ['function hidden(): Decision {\n  return []\n}\nexport { hidden as shown }\n', ['shown']],
    ['export const Proposal = z.object({})\n', []],
    ['/* export function l(): Decision { */\nexport type Decide = (state: IncidentState) => Decision\n', []]
  ])('%j', (text, verbs) => {
    expect(verbsIn(text)).toEqual(verbs)
  })
})

describe.each(rows)('%s', (verb, row) => {
  const call = workflowCalls[verb]

  test.each(workflowStates)('in state %s', async (state) => {
    const desk = await matterIn(state, call)
    const was = JSON.stringify([...desk.incidents.documents])
    const outcomes: [Role, string][] = []
    for (const role of Role.options) outcomes.push([role, await attempt(desk, call, row, personOf(role), was)])
    expect(outcomes).toEqual(Role.options.map((role) => [role, expect.stringMatching(expected(call, row, state, role)) as string]))
  })
})
