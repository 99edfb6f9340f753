import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { openEmbedded } from '../../../adapters/embedded/open.ts'
import { addMs, hourMs } from '../../../core/instant.ts'
import { workOf } from '../../../core/incident/work.ts'
import { jsonLines, wanglou } from '../../support/command-line.ts'
import { anchor, document, openingOf } from '../../support/incidents.ts'

let folder = ''
const now = systemClock.now()

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'wanglou-tasks-'))
  const national = readFileSync(path.resolve('config/examples/national/wanglou.yaml'), 'utf8').replaceAll('../../', `${path.resolve('config')}/`)
  writeFileSync(path.join(folder, 'wanglou.yaml'), national)
  const stores = await openEmbedded({ directory: path.join(folder, 'data'), clock: systemClock, lock: false })
  const opened = addMs(now, -2 * hourMs)
  const owner = { kind: 'department', id: 'safety', name: '安全处', person: null } as const
  const given = (id: string, text: string, dueAt: typeof now) => ({ id, text, owner, dueAt })
  const tasks = [given('task/1', '=1+1\n查明原因', addMs(now, -hourMs)), given('task/2', '答复', addMs(now, hourMs))]
  const bodies = [
    ...openingOf('III', [anchor('detected', opened)]),
    { type: 'tasks-given', source: 'hand', about: '', checklistId: null, tasks } as const
  ]
  await stores.incidents.put(document(bodies, opened), 0)
  for (const [login, roles] of [
    ['zhang', ['handler']],
    ['li', ['duty-officer']]
  ] as const)
    await stores.accounts.put({
      id: `person-${login}`,
      login,
      name: login,
      roles: roles,
      departmentId: login === 'zhang' ? 'safety' : null,
      passwordHash: null,
      disabled: false
    })
  await stores.close()
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const tasks = (...args: string[]) => wanglou('tasks', ...args, '--config', folder, '--data', path.join(folder, 'data'))

describe('tasks', { timeout: 300_000 }, () => {
  it('list has the nearest deadline first, each on one line', async () => {
    const { code, stdout } = await tasks('list', '--department', 'safety')
    expect(code).toBe(0)
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/已超时 +交办任务 +安全处 +inc-test +task\/1 +=1\+1 查明原因｜/),
      expect.stringMatching(/进行中 +交办任务 +安全处 +inc-test +task\/2 +答复｜/)
    ])
    expect((await tasks('list', '--department', 'none')).stdout).toBe('')
  })

  it('done is by the person who owes it, in that name', async () => {
    const foreign = await tasks('done', 'inc-test', '1', '--by', 'li', '--text', '办了')
    expect([foreign.code, foreign.stderr]).toEqual([1, expect.stringContaining('此任务由安全处办理')])
    const own = await tasks('done', 'inc-test', '1', '--by', 'zhang', '--text', '为管线老化')
    expect([own.code, own.stderr]).toEqual([0, ''])
    expect(jsonLines((await tasks('list', '--all', '--json')).stdout)[0]).toMatchObject({
      id: 'task/1',
      state: 'done',
      word: { by: { name: 'zhang' } }
    })
    const stores = await openEmbedded({ directory: path.join(folder, 'data'), clock: systemClock, lock: false })
    const stored = await stores.incidents.get('inc-test')
    await stores.close()
    expect(stored === null ? [] : workOf(stored.state).tasks.map(({ state }) => state)).toEqual(['done', 'open'])
  })

  it.each([
    [['finish', 'inc-test', '2'], 2, '没有动作 finish'],
    [['done', 'inc-test', '2', '--by', 'zhang'], 2, '--text'],
    [['done', 'inc-test', '2', '--by', 'nobody', '--text', '办了'], 1, '没有登录名为 nobody 的人员'],
    [['return', 'inc-test', '7', '--by', 'zhang', '--text', '不是'], 1, '没有这项任务']
  ])('%j is refused', async (args, code, words) => {
    const answer = await tasks(...args)
    expect([answer.code, answer.stderr.includes(words)]).toEqual([code, true])
  })
})
