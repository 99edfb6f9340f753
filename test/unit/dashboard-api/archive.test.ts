import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { machine } from '../../../core/actor.ts'
import { update } from '../../../core/incident/update.ts'
import { ArchiveList } from '../../../dashboard-api/contract-archive.ts'
import { IncidentDetail } from '../../../dashboard-api/contract.ts'
import { sha256OfBytes } from '../../../adapters/hash.ts'
import { startApp, type Answer, type TestApp } from '../../support/api-app.ts'
import { judged, openIncident, store } from '../../support/api-incidents.ts'
import { at, evidenceOf } from '../../support/incidents.ts'

let one: TestApp
let duty: string
let leader: string

beforeEach(async () => {
  one = await startApp()
  duty = await one.signIn(['duty-officer'])
  leader = await one.signIn(['deputy-leader'])
  await openIncident(one, 'inc-1', 'III', at('08:00'), [
    { type: 'release-recorded', evidence: evidenceOf('http://gov.example/1', at('08:40')), comparison: null },
    { type: 'grade-confirmed', eventGrade: 'III', opinionGrade: null, reason: '核实', secondedBy: null }
  ])
  await store(one, [judged('m-1', at('08:00'), 'inc-1'), judged('m-2', at('08:30'), 'inc-1')])
})
afterEach(() => one.close())

const post = (who: string, verb: string, body?: unknown): Promise<Answer> => one.call(who, 'POST', `/api/incidents/inc-1/${verb}`, body)
const lessons = { lessons: '首发应更早' }

describe('办结 → 评估 → 归档 over the API', () => {
  it('carries a closed incident to a package whose root hash stands in answer, timeline and audit', async () => {
    expect((await post(duty, 'close', { reason: '处置完毕' })).status).toBe(200)
    const facts = (await one.call(duty, 'GET', '/api/incidents/inc-1/review-facts')).body
    expect(facts).toMatchObject({ minutesToFirstRelease: 40, releases: 1, voices: { mentions: 2, views: null, interactions: { total: 24, of: 2 } } })
    const reviewed = IncidentDetail.parse((await post(duty, 'review', lessons)).body)
    expect(reviewed.after).toMatchObject({ review: { form: lessons, facts: { releases: 1 } }, notFiledBecause: null, filed: null })

    const { after, timeline } = IncidentDetail.parse((await post(duty, 'archive')).body)
    expect(after.filed).toMatchObject({ number: 'WS·2031-D30-0001', keptFor: '30年', mentions: 2, missing: 1 })
    const root = after.filed?.root ?? ''
    expect(timeline.at(-1)).toMatchObject({ title: '归档：WS·2031-D30-0001', detail: expect.stringContaining(root) })
    const entries = await one.stores.audit.read(0, 1000)
    expect(entries.find(({ action }) => action === 'archive.made')?.detail).toContain(root)
    expect(ArchiveList.parse((await one.call(leader, 'GET', '/api/archives')).body).rows).toMatchObject([{ incidentId: 'inc-1', root }])
  })

  it('streams the package as a download, and notes who took it', async () => {
    await post(duty, 'close', { reason: '处置完毕' })
    expect((await one.call(duty, 'GET', '/api/incidents/inc-1/archive')).status).toBe(404)
    await post(duty, 'review', lessons)
    const { after } = IncidentDetail.parse((await post(duty, 'archive')).body)
    const answer = await one.app.inject({ method: 'GET', url: '/api/incidents/inc-1/archive', headers: { host: 'desk.example', cookie: duty } })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-disposition': 'attachment; filename="wanglou-2031-0001.tar"',
      'x-archive-root': after.filed?.root,
      'content-length': String(after.filed?.bytes)
    })
    expect(answer.rawPayload.length).toBe(after.filed?.bytes)
    expect(sha256OfBytes(answer.rawPayload)).toMatch(/^[0-9a-f]{64}$/)
    expect((await one.stores.audit.read(0, 1000)).find(({ action }) => action === 'archive.read')?.detail).toContain('档号 WS·2031-D30-0001')
  })

  it.each([
    ['changed in one byte', (bytes: Buffer) => bytes.fill((bytes[700] ?? 0) ^ 1, 700, 701)],
    ['cut', (bytes: Buffer) => bytes.subarray(0, -512)]
  ])('refuses a package that was %s since, with the reason, and writes down who asked', async (_, spoilt) => {
    await post(duty, 'close', { reason: '处置完毕' })
    await post(duty, 'review', lessons)
    await post(duty, 'archive')
    const file = path.join(one.directory, 'archives', '2031-0001.tar')
    await writeFile(file, spoilt(await readFile(file)))
    const answer = await one.call(leader, 'GET', '/api/incidents/inc-1/archive')
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'damaged', title: '归档包已被改动', detail: expect.stringContaining('归档包 2031-0001.tar 已不是归档时的那一份') }
    })
    const entry = (await one.stores.audit.read(0, 1000)).findLast(({ action }) => action === 'archive.read')
    expect(entry?.detail).toContain('未成：归档包 2031-0001.tar 已不是归档时的那一份')
  })

  it('lets nothing change it any more, a machine neither', async () => {
    await post(duty, 'close', { reason: '处置完毕' })
    await post(duty, 'review', lessons)
    await post(duty, 'archive')
    const before = await one.stores.incidents.get('inc-1')
    for (const [verb, body] of [
      ['note', { text: '补记' }],
      ['review', lessons],
      ['archive', undefined],
      ['close', { reason: '再' }]
    ] as const)
      expect({ verb, ...(await post(duty, verb, body)) }).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('事件已归档（WS·2031-D30-0001）') }
      })
    expect((await post(leader, 'reopen', { reason: '又有' })).status).toBe(409)
    await update(one.writer, 'inc-1', { at: one.clock.now(), actor: machine('alerting'), cause: 'later' }, () => [{ type: 'noted', text: '后来' }])
    expect(await one.stores.incidents.get('inc-1')).toEqual(before)
  })

  it('reopens before it is filed, by a leader, and the grouper hears of it', async () => {
    await post(duty, 'close', { reason: '处置完毕' })
    expect((await post(duty, 'reopen', { reason: '又有反映' })).status).toBe(403)
    expect(IncidentDetail.parse((await post(leader, 'reopen', { reason: '又有反映' })).body)).toMatchObject({ status: 'open' })
    const told = (await one.stores.log.read('assessed', null, 100)).map(({ value }) => JSON.parse(value) as { command?: { kind: string } })
    expect(told.map(({ command }) => command?.kind)).toEqual(['ended', 'open'])
  })

  it('refuses what is not ready, with the reason, and who may not', async () => {
    expect(await post(duty, 'archive')).toMatchObject({ status: 409, body: { detail: '事件尚未办结，不能归档' } })
    expect(await post(duty, 'review', lessons)).toMatchObject({ status: 409, body: { detail: '事件尚未办结，不能评估' } })
    await post(duty, 'close', { reason: '处置完毕' })
    expect((await post(duty, 'review', { lessons: ' ' })).status).toBe(400)
    const handler = await one.signIn(['handler'], 'safety')
    expect((await post(handler, 'archive')).status).toBe(403)
    expect((await one.call(handler, 'GET', '/api/incidents/inc-1/archive')).status).toBe(403)
    expect((await one.call(duty, 'GET', '/api/incidents/nowhere/review-facts')).status).toBe(404)
  })
})
