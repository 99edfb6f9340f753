import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { neverVisited } from '../../../core/never-visited.ts'
import { pausedSources, sourcesInForce } from '../../../core/organisation/source-changes.ts'
import { Source } from '../../../core/source.ts'
import type { SourceTrial } from '../../../core/source-trial.ts'
import { SourceDeskView, SourceTrialView } from '../../../dashboard-api/contract-source-desk.ts'
import { FirstSteps } from '../../../dashboard-api/contract-system.ts'
import { WallView } from '../../../dashboard-api/contract-wall.ts'
import { Problem, SourceList, Status } from '../../../dashboard-api/contract.ts'
import { sources, startApp, type TestApp } from '../../support/api-app.ts'
import { at } from '../../support/incidents.ts'

const source = Source.parse({ id: 'news', name: '江城新闻', kind: 'portal', crawler: 'portal', url: 'http://news.example/', intervalMinutes: 10 })
const template = Source.parse({ id: 'paper', name: '日报', kind: 'newspaper', crawler: 'portal', url: 'http://paper.example/', intervalMinutes: 30 })
const nothing: SourceTrial = {
  family: null,
  because: '不像列表',
  fault: null,
  missing: null,
  source: null,
  stanza: '',
  visited: null,
  items: [],
  refused: []
}

let one: TestApp
let analyst: string
let duty: string

beforeAll(async () => {
  one = await startApp({
    sourceDesk: {
      look: async (url) =>
        url === source.url ? { ...nothing, family: '栏目列表', source, items: [{ title: '标题', at: at('08:00'), text: '正文' }] } : nothing,
      templates: async () => [template, ...sources]
    }
  })
  analyst = await one.signIn(['analyst'])
  duty = await one.signIn(['duty-officer'])
})
afterAll(() => one.close())

const viewOf = (answer: { readonly body: unknown }): SourceDeskView => SourceDeskView.parse(answer.body)

describe('a source from the screen', () => {
  it('is added as a trial of ours found it, and as nothing that a page says', async () => {
    const trial = SourceTrialView.parse((await one.call(analyst, 'POST', '/api/source-desk/trials', { url: source.url })).body)
    expect(trial).toMatchObject({ family: '栏目列表', id: 'news', items: [{ title: '标题' }] })
    const forged = await one.call(analyst, 'POST', '/api/source-desk/sources', {
      from: { trial: trial.trial },
      settings: { cookie: { file: '/etc/passwd' } }
    })
    expect(forged.status).toBe(400)
    const added = await one.call(analyst, 'POST', '/api/source-desk/sources', { from: { trial: trial.trial }, name: '江城网', intervalMinutes: 15 })
    expect(added.status).toBe(201)
    expect(viewOf(added).added).toMatchObject([{ id: 'news', name: '江城网', by: '人员1', awaitsRestart: true }])
    const inForce = await sourcesInForce(one.stores.crawl, sources)
    expect(inForce.map(({ id, intervalMinutes }) => [id, intervalMinutes])).toEqual([
      ['metro', 5],
      ['feed', 5],
      ['news', 15]
    ])
    const twin = await one.call(analyst, 'POST', '/api/source-desk/sources', { from: { trial: trial.trial } })
    expect([twin.status, Problem.parse(twin.body).detail]).toEqual([409, '已有采集源“江城网”（news），编号或网址与它相同'])
  })

  it('is not added where nothing was found, or the trial is long past', async () => {
    const trial = SourceTrialView.parse((await one.call(analyst, 'POST', '/api/source-desk/trials', { url: 'http://other.example/' })).body)
    expect(trial).toMatchObject({ trial: null, because: '不像列表' })
    expect((await one.call(analyst, 'POST', '/api/source-desk/sources', { from: { trial: 'gone' } })).status).toBe(404)
    expect((await one.call(analyst, 'POST', '/api/source-desk/trials', { url: 'file:///etc/passwd' })).status).toBe(400)
    expect((await one.call(analyst, 'POST', '/api/source-desk/trials', { url: 'http://me:secret@news.example/' })).status).toBe(400)
  })

  it('comes from a template that is not there yet, and is taken back; one of the file is not', async () => {
    expect(viewOf(await one.call(analyst, 'GET', '/api/source-desk')).templates.map(({ id }) => id)).toEqual(['paper'])
    await one.call(analyst, 'POST', '/api/source-desk/sources', { from: { template: 'paper' } })
    const after = await one.call(analyst, 'POST', '/api/source-desk/sources/paper/remove', { reason: '加错了' })
    expect(viewOf(after).added.map(({ id }) => id)).toEqual(['news'])
    expect((await one.call(analyst, 'POST', '/api/source-desk/sources/metro/remove', { reason: '不要了' })).status).toBe(409)
  })

  it('is paused with a reason until somebody goes on with it, by who manages sources', async () => {
    expect((await one.call(duty, 'POST', '/api/source-desk/sources/metro/pause', { reason: '改版' })).status).toBe(403)
    expect((await one.call(analyst, 'POST', '/api/source-desk/sources/metro/pause', { reason: ' ' })).status).toBe(400)
    const paused = viewOf(await one.call(analyst, 'POST', '/api/source-desk/sources/metro/pause', { reason: '改版' }))
    expect(paused.paused).toMatchObject([{ id: 'metro', by: '人员1', reason: '改版' }])
    expect([...(await pausedSources(one.stores.crawl))]).toEqual(['metro'])
    const colleague = await one.signIn(['analyst'])
    const again = await one.call(colleague, 'POST', '/api/source-desk/sources/metro/pause', { reason: '被投诉' })
    expect([again.status, Problem.parse(again.body).detail]).toEqual([409, expect.stringMatching(/^人员1 已于 .+ 暂停了这个采集源（理由：改版）/)])
    expect(viewOf(await one.call(duty, 'GET', '/api/source-desk')).paused).toMatchObject([{ by: '人员1', reason: '改版' }])
    const deeds = (await one.stores.audit.read(0, 100)).map(({ action }) => action)
    expect(deeds).toEqual(expect.arrayContaining(['source.try', 'source.add', 'source.remove', 'source.pause']))
    expect(viewOf(await one.call(duty, 'GET', '/api/source-desk'))).toMatchObject({ mayManage: false, paused: [{ id: 'metro' }] })
    expect(viewOf(await one.call(analyst, 'POST', '/api/source-desk/sources/metro/resume', { reason: '改好了' })).paused).toEqual([])
    expect((await one.call(analyst, 'POST', '/api/source-desk/sources/none/pause', { reason: '改版' })).status).toBe(404)
    const more = (await one.stores.audit.read(0, 100)).map(({ action }) => action)
    expect(more).toContain('source.resume')
  })
})

describe('a source that is paused', () => {
  const told = async () => {
    const admin = await one.signIn(['admin'])
    const read = async (who: string, url: string) => (await one.call(who, 'GET', url)).body
    const rows = SourceList.parse(await read(analyst, '/api/sources')).rows
    return {
      rows: rows.map(({ id, stateWords }) => [id, stateWords]),
      status: Status.parse(await read(analyst, '/api/status')).sources,
      wall: WallView.parse(await read(analyst, '/api/wall')).sources,
      steps: FirstSteps.parse(await read(admin, '/api/first-steps')).sources
    }
  }

  it('is told as paused on every screen, read once or never, and goes on as one that nobody visited yet', async () => {
    await one.stores.crawl.putHealth({ ...neverVisited('metro'), state: 'quiet', lastTriedAt: at('08:50'), lastOkAt: at('08:50') })
    const none = { ok: 0, quiet: 0, degraded: 0, blind: 0, never: 0, paused: 0, off: 0 }
    expect(await told()).toMatchObject({
      status: { ...none, quiet: 1, never: 1 },
      steps: { watched: 2, seen: 1, never: 1, paused: 0 }
    })
    await one.call(analyst, 'POST', '/api/source-desk/sources/metro/pause', { reason: '改版' })
    await one.call(analyst, 'POST', '/api/source-desk/sources/feed/pause', { reason: '改版' })
    // A visit that was under way writes its row after the pause.
    await one.stores.crawl.putHealth({ ...neverVisited('metro'), state: 'blind', lastTriedAt: at('08:51') })
    one.clock.pass(5_000)
    expect(await told()).toEqual({
      rows: [
        ['feed', '已暂停'],
        ['metro', '已暂停']
      ],
      status: { ...none, paused: 2 },
      wall: { ...none, paused: 2 },
      steps: { watched: 0, seen: 0, unsteady: 0, blind: 0, never: 0, paused: 2 }
    })
    await one.call(analyst, 'POST', '/api/source-desk/sources/metro/resume', { reason: '改好了' })
    await one.call(analyst, 'POST', '/api/source-desk/sources/feed/resume', { reason: '改好了' })
    expect((await told()).status).toEqual({ ...none, never: 2 })
  })
})
