import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { openEmbedded } from '../../../adapters/embedded/open.ts'
import { sha256 } from '../../../adapters/hash.ts'
import { machine } from '../../../core/actor.ts'
import type { IncidentEventBody } from '../../../core/incident/events.ts'
import { numberSupervision } from '../../../core/incident/number-supervision.ts'
import { remind } from '../../../core/incident/remind.ts'
import { create, update, type IncidentWriter } from '../../../core/incident/update.ts'
import { addMs, hourMs } from '../../../core/instant.ts'
import { SupervisionMatter } from '../../../core/reports/supervision-matter.ts'
import { wanglou } from '../../support/command-line.ts'
import { anchor, openingOf, person } from '../../support/incidents.ts'
import { shippedSupervision } from '../../support/shipped-supervision.ts'

let folder = ''
const now = systemClock.now()
const opened = addMs(now, -8 * hourMs)
const supervisor = person('督查员戊', ['supervisor'])
const assigned: IncidentEventBody = {
  type: 'assigned',
  departments: [{ id: 'safety', name: '安全处', role: 'lead', reason: '爆炸' }],
  instruction: ''
}
const reminder = {
  unit: { id: 'safety', name: '安全处' },
  finding: 'improper-response',
  text: '权威发布超过五小时未作出，回应不妥当',
  events: [],
  clocks: ['authoritative-release'],
  rectifyBy: null,
  skipReason: ''
} as const

/** Two serious matters whose release is three hours late; of one a reminder went out and has its number. */
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'wanglou-supervision-'))
  const stores = await openEmbedded({ directory: folder, clock: systemClock, lock: false })
  const writer: IncidentWriter = { store: stores.incidents, sha256, announce: () => Promise.resolve() }
  const change = { at: opened, actor: machine('pipeline') }
  for (const id of ['inc-1', 'inc-2'])
    await create(writer, id, { ...change, cause: id }, [...openingOf('II', [anchor('first-published', opened)]), assigned], null)
  const context = { now, actor: supervisor }
  await update(writer, 'inc-1', { at: now, actor: supervisor, cause: 'remind' }, (state, events) =>
    remind(state, reminder, context, { rules: shippedSupervision, events })
  )
  const number = await stores.documentNumbers.assign('reminder/2031', 'inc-1/supervision-1')
  await update(writer, 'inc-1', { at: now, actor: machine('dashboard-api'), cause: 'number' }, (state) =>
    numberSupervision(state, { entry: 'supervision-1', series: 'reminder/2031', number })
  )
  await stores.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(...args: readonly string[]): ReturnType<typeof wanglou> {
  return wanglou(...args, '--data', folder)
}

describe('supervision', () => {
  it('lists the ledger as a table, proposes what is late, and prints what a paper is filled from', async () => {
    const { stdout } = await run('supervision', 'list')
    expect(stdout).toMatch(/文号.*类别.*被督办单位/)
    expect(stdout).toMatch(/舆提〔\d{4}〕1号 +提醒 +安全处 +回应不妥当/)
    expect((await run('supervision', 'proposals')).stdout).toMatch(/^inc-2\t提醒\t安全处\t回应不妥当\t权威发布应于/)
    const { stdout: paper } = await run('supervision', 'paper', 'inc-1/supervision-1')
    expect(SupervisionMatter.parse(JSON.parse(paper))).toMatchObject({ unit: '安全处', finding: '回应不妥当', facts: reminder.text })
  })

  it('holds the register against the documents, and ends with 4 where a number has no document', async () => {
    expect(await run('supervision', 'verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('"faults":[]') as string })
    const stores = await openEmbedded({ directory: folder, clock: systemClock, lock: false })
    await stores.documentNumbers.assign('reminder/2031', 'nowhere/supervision-1')
    await stores.close()
    const { code, stdout } = await run('supervision', 'verify')
    expect([code, stdout]).toEqual([4, expect.stringContaining('reminder/2031 第 2 号：没有文书 nowhere/supervision-1')])
  })

  it('ends with 2 for what it does not know', async () => {
    for (const args of [['nothing'], ['show'], ['paper']]) expect([args, (await run('supervision', ...args)).code]).toEqual([args, 2])
  })
})

describe('measures', () => {
  it('prints rates by department, and 未知 where nothing was counted', async () => {
    const { stdout } = await run('measures')
    expect(stdout).toMatch(/安全处 +0%（0\/2） +0%（0\/2） +未知 +100%（2\/2） +未知 +0/)
    expect(stdout).toContain('未被发现的：未知（两种途径都发现的只有 0 起')
    expect((await run('measures', '--month', '11')).code).toBe(2)
  })
})
