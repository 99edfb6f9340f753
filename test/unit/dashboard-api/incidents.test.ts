import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sha256, sha256OfBytes } from '../../../adapters/hash.ts'
import { findFault } from '../../../core/incident/chain.ts'
import type { PublishedPage } from '../../../core/incident/published-page.ts'
import { addMs, dayMs, hourMs, minuteMs } from '../../../core/instant.ts'
import { RefusedError, UnreachableError } from '../../../core/errors.ts'
import { DepartmentList, IncidentDetail, IncidentHeat, IncidentQueue, paths, Problem } from '../../../dashboard-api/contract.ts'
import { startApp, type Answer, type TestApp } from '../../support/api-app.ts'
import { judged, leadIsSafety, noticeFor, openIncident, store } from '../../support/api-incidents.ts'
import { at } from '../../support/incidents.ts'

let one: TestApp
let duty: string

beforeEach(async () => {
  one = await startApp({ fetchEvidence: (url) => fetchPage(one, url), fetchReport: (url) => fetchPage(one, url) })
  duty = await one.signIn(['duty-officer'])
})
afterEach(() => one.close())

/** A real fetch of a real page, kept in the real evidence store. */
async function fetchPage({ stores, clock }: TestApp, url: string): Promise<PublishedPage> {
  const answer = await fetch(url).catch(() => null)
  if (answer === null) throw new UnreachableError('现在打不开此网址')
  if (!answer.ok) throw new RefusedError('此网址的页面不存在')
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const fetchedAt = clock.now()
  const snapshot = await stores.evidence.put(bytes, { url, contentType: 'text/html', at: fetchedAt })
  const evidence = {
    url,
    outlet: '临江发布',
    title: '情况通报',
    publishedAt: null,
    publishedPrecision: null,
    fetchedAt,
    snapshot,
    textHash: sha256OfBytes(bytes),
    excerpt: ''
  }
  return { evidence, text: new TextDecoder().decode(bytes).replace(/<[^>]+>/g, '') }
}

async function detail(id: string, cookie = duty): Promise<IncidentDetail> {
  return IncidentDetail.parse((await one.call(cookie, 'GET', paths.incident(id))).body)
}

function act(
  cookie: string,
  id: string,
  verb: Parameters<typeof paths.incidentVerb>[1],
  body: unknown,
  headers?: Record<string, string>
): Promise<Answer> {
  return one.call(cookie, 'POST', paths.incidentVerb(id, verb), body, headers)
}

describe('the heat of an incident', () => {
  it('counts its own mentions and those of what was merged into it, beside what is usual at this hour of the week', async () => {
    await openIncident(one, 'inc-1', 'II', at('06:00'), [{ type: 'absorbed', incidentId: 'inc-2', reason: '同一事件' }])
    const weeks = [1, 2, 3].flatMap((week) => [
      judged(`then-${week}`, addMs(at('08:30'), -7 * week * dayMs), null),
      judged(`other-hour-${week}`, addMs(at('03:00'), -7 * week * dayMs), null)
    ])
    await store(one, [judged('m-1', at('08:10'), 'inc-1'), judged('m-2', at('08:40'), 'inc-2'), judged('m-3', at('06:30'), 'inc-1'), ...weeks])
    const answer = IncidentHeat.parse((await one.call(duty, 'GET', paths.incidentHeat('inc-1'))).body)
    expect(answer.now).toBe(at('09:00'))
    expect(answer.heat).toMatchObject({
      mentions: 3,
      velocity: 2,
      acceleration: 2,
      reach: [{ tier: 'commercial', mentions: 3, sources: 1, views: null, viewsUnknown: 3 }],
      growth: { gained: null },
      desk: { lastHour: 2, usual: { median: 1, weeks: 3 }, excess: 1 },
      forecast: null
    })
    expect((await one.call(duty, 'GET', paths.incidentHeat('none'))).status).toBe(404)
  })
})

describe('the queue', () => {
  it('has the most severe first, then the least time left, and leaves out what is closed', async () => {
    await openIncident(one, 'inc-common', 'IV', at('03:00'))
    await openIncident(one, 'inc-late', 'I', at('08:50'))
    await openIncident(one, 'inc-soon', 'I', at('05:00'))
    await openIncident(one, 'inc-second', 'II', at('04:30'))
    await openIncident(one, 'inc-gone', 'I', at('02:00'), [{ type: 'closed', reason: '办结' }])
    const { rows, now } = IncidentQueue.parse((await one.call(duty, 'GET', '/api/incidents')).body)
    expect(rows.map(({ id }) => id)).toEqual(['inc-soon', 'inc-late', 'inc-second', 'inc-common'])
    expect(now).toBe(at('09:00'))
    const [soon] = rows
    expect(soon).toMatchObject({
      gradeWords: '特别重大',
      gradeStatus: 'machine',
      unacknowledged: true,
      handlingWords: '待签收',
      counts: null,
      nextDueAt: at('10:00')
    })
    expect(soon?.countdowns.map(({ kind, state, remainingMs }) => [kind, state, remainingMs])).toEqual([
      ['authoritative-release', 'due-soon', hourMs],
      ['press-conference', 'running', 20 * hourMs]
    ])
    expect(soon?.countdowns[0]).toMatchObject({
      words: '权威发布',
      dueAt: at('10:00'),
      dueSoonAt: at('08:45'),
      source: '国办发〔2016〕80号',
      stopsWith: '已公开的权威信息',
      settled: null,
      anchor: { kind: 'first-published', words: '首次发布时间', at: at('05:00'), setBy: 'machine', reason: '测试' }
    })
  })

  it('can be asked by status and grade, and names a grade that is none', async () => {
    await openIncident(one, 'inc-a', 'I', at('08:00'))
    await openIncident(one, 'inc-b', 'III', at('08:00'))
    await openIncident(one, 'inc-c', 'III', at('08:00'), [{ type: 'closed', reason: '办结' }])
    const ids = async (query: string): Promise<string[]> =>
      IncidentQueue.parse((await one.call(duty, 'GET', `/api/incidents?${query}`)).body).rows.map(({ id }) => id)
    expect(await ids('grades=III,IV')).toEqual(['inc-b'])
    expect(await ids('status=closed')).toEqual(['inc-c'])
    expect(await ids('status=all')).toEqual(['inc-a', 'inc-b', 'inc-c'])
    expect((await one.call(duty, 'GET', '/api/incidents?grades=V')).status).toBe(400)
  })
})

describe('an incident', () => {
  it('shows its timeline in words, its mentions with their evidence marked, and its notices without addresses', async () => {
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    await store(one, [judged('m-1', at('08:00'), 'inc-1'), judged('m-2', at('08:30'), 'inc-1'), judged('m-3', at('08:40'), null)])
    await one.stores.notices.request([noticeFor('duty-officer', 'inc-1', at('09:00'))])
    const shown = await detail('inc-1')
    expect(shown.timeline.map(({ title, actor }) => `${actor.name} ${title}`)).toEqual([
      '系统(研判) 立案：临江区一化工厂爆炸',
      '系统(研判) 首次发布时间：2031-03-12 08:00',
      '系统(研判) 机器定级 事件：特别重大，舆情：未定级',
      '系统(研判) 权威发布 5 小时计时开始',
      '系统(研判) 新闻发布会 24 小时计时开始'
    ])
    expect(shown.mentions.rows.map(({ id }) => id)).toEqual(['m-2', 'm-1'])
    expect(shown.mentions.rows[0]?.highlights.map(({ field, offset, kind, label }) => [field, offset, kind, label])).toEqual([
      ['title', 7, 'rule', '突发事件 · explosion'],
      ['text', 2, 'place', '临江区'],
      ['text', 11, 'rule', '突发事件 · explosion'],
      ['text', 17, 'fact', '死亡 3']
    ])
    expect(shown.notices).toHaveLength(1)
    expect(JSON.stringify(shown)).not.toContain('secret@')
    expect(shown.anchors).toMatchObject([{ kind: 'first-published', counts: true }])
  })

  it('that is none is not found', async () => {
    expect((await one.call(duty, 'GET', '/api/incidents/none')).status).toBe(404)
    expect((await act(duty, 'none', 'acknowledge', {})).status).toBe(404)
  })

  it('is opened by hand with a confirmed grade and clocks from the time of occurrence', async () => {
    const asked = {
      title: '热线报告:临江大桥封闭',
      summary: '市民来电',
      eventGrade: 'II',
      opinionGrade: null,
      occurredAt: at('08:00'),
      reason: '12345 热线来电',
      departments: [{ id: 'safety', role: 'lead' }]
    }
    const answer = await one.call(duty, 'POST', '/api/incidents', asked, { 'idempotency-key': 'call-1' })
    expect(answer.status).toBe(201)
    const opened = IncidentDetail.parse(answer.body)
    expect(opened).toMatchObject({ jurisdiction: 'linjiang', gradeStatus: 'confirmed', grade: 'II', departments: [{ name: '安全处', role: 'lead' }] })
    expect(opened.countdowns.map(({ kind, dueAt }) => [kind, dueAt])).toEqual([
      ['authoritative-release', at('13:00')],
      ['press-conference', at('08:00', '2031-03-13')]
    ])
    const again = await one.call(duty, 'POST', '/api/incidents', asked, { 'idempotency-key': 'call-1' })
    expect(IncidentDetail.parse(again.body).id).toBe(opened.id)
    const [record] = await one.stores.log.read('assessed', null, 10)
    expect(JSON.parse(record?.value ?? '{}')).toMatchObject({ type: 'command', command: { kind: 'open', incidentId: opened.id } })
    expect(record?.key).toBe('linjiang')
  })

  it('cannot be opened for a department that is none', async () => {
    const asked = { title: '事', summary: '', eventGrade: 'IV', opinionGrade: null, reason: '电话', departments: [{ id: 'none', role: 'lead' }] }
    expect((await one.call(duty, 'POST', '/api/incidents', asked)).status).toBe(400)
  })
})

describe('what people do', () => {
  it('is on the timeline under their name, in a chain that holds, and in the audit log', async () => {
    await openIncident(one, 'inc-1', 'III', at('08:00'))
    const acknowledged = await act(duty, 'inc-1', 'acknowledge', { note: '已看' })
    expect(IncidentDetail.parse(acknowledged.body)).toMatchObject({ unacknowledged: false, handling: 'acknowledged', acknowledgedBy: '人员1' })
    await act(duty, 'inc-1', 'assign', { departments: [{ id: 'safety', role: 'lead' }], instruction: '请核实' })
    const handler = await one.signIn(['handler'], 'safety')
    expect(IncidentDetail.parse((await act(handler, 'inc-1', 'accept', {})).body).handling).toBe('accepted')
    const document = await one.stores.incidents.get('inc-1')
    expect(findFault(sha256, document?.events ?? [])).toBeNull()
    expect(document?.events.slice(-3).map(({ actor, body }) => [actor.kind === 'person' && actor.name, body.type])).toEqual([
      ['人员1', 'acknowledged'],
      ['人员1', 'assigned'],
      ['人员2', 'accepted']
    ])
    const audit = (await one.stores.audit.read(0, 100)).filter(({ subject }) => subject === 'inc-1')
    expect(audit.map(({ action, detail }) => [action, detail.slice(0, 2)])).toEqual([
      ['incident.acknowledge', '已办'],
      ['incident.assign', '已办'],
      ['incident.accept', '已办']
    ])
  })

  it('happens once for one Idempotency-Key, however often it is sent', async () => {
    await openIncident(one, 'inc-1', 'III', at('08:00'))
    const sent = await Promise.all([1, 2, 3].map(() => act(duty, 'inc-1', 'note', { text: '电话核实' }, { 'idempotency-key': 'k-1' })))
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await detail('inc-1')).timeline.filter(({ type }) => type === 'noted')).toHaveLength(1)
    await act(await one.signIn(['duty-officer']), 'inc-1', 'note', { text: '我也核实' }, { 'idempotency-key': 'k-1' })
    expect((await detail('inc-1')).timeline.filter(({ type }) => type === 'noted')).toHaveLength(2)
    await act(duty, 'inc-1', 'note', { text: '又有一位来电' }, { 'idempotency-key': 'k-1' })
    expect((await detail('inc-1')).timeline.filter(({ type }) => type === 'noted')).toHaveLength(3)
  })

  it('is refused with its reason where the domain refuses it, and the refusal is on record', async () => {
    await openIncident(one, 'inc-1', 'III', at('08:00'))
    const answer = await act(duty, 'inc-1', 'close', { reason: '完' })
    expect(answer.status).toBe(409)
    expect(Problem.parse(answer.body)).toMatchObject({
      code: 'refused',
      detail: '尚有未完成的时限：回应。请先记录发布证据，或由领导豁免',
      retryable: false
    })
    const [entry] = (await one.stores.audit.read(0, 100)).filter(({ action }) => action === 'incident.close')
    expect(entry?.detail).toMatch(/^未成：尚有未完成的时限/)
  })

  it('takes two persons to lower a major incident', async () => {
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    const analyst = await one.signIn(['analyst'])
    const lower = { eventGrade: 'III', opinionGrade: null, reason: '伤亡系误传' }
    expect(IncidentDetail.parse((await act(duty, 'inc-1', 'confirm-grade', lower)).body)).toMatchObject({ grade: 'I', awaitsSecondPerson: true })
    expect((await act(duty, 'inc-1', 'confirm-grade', lower)).status).toBe(409)
    const lowered = IncidentDetail.parse((await act(analyst, 'inc-1', 'confirm-grade', lower)).body)
    expect(lowered).toMatchObject({ grade: 'III', awaitsSecondPerson: false, gradeStatus: 'confirmed' })
    expect(lowered.countdowns.map(({ kind, state, stateWords }) => [kind, state, stateWords])).toEqual([
      ['authoritative-release', 'withdrawn', '已撤回'],
      ['press-conference', 'withdrawn', '已撤回'],
      ['reply', 'running', '进行中']
    ])
  })

  it('moves the clocks with the anchor, and waives with a leader’s reason', async () => {
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    const analyst = await one.signIn(['analyst'])
    const leader = await one.signIn(['leader'])
    const moved = IncidentDetail.parse(
      (await act(analyst, 'inc-1', 'set-anchor', { kind: 'occurred', at: at('07:00'), reason: '消防接警记录' })).body
    )
    expect(moved.countdowns[0]).toMatchObject({ dueAt: at('12:00'), anchor: { kind: 'occurred', setBy: 'person', reason: '消防接警记录' } })
    expect((await act(analyst, 'inc-1', 'waive', { kind: 'press-conference', reason: '家属要求' })).status).toBe(403)
    const waived = IncidentDetail.parse((await act(leader, 'inc-1', 'waive', { kind: 'press-conference', reason: '家属要求' })).body)
    expect(waived.countdowns[1]).toMatchObject({ state: 'waived', settled: { state: 'waived', reason: '家属要求' } })
  })

  it('of a handler concerns their own department only', async () => {
    await openIncident(one, 'inc-1', 'III', at('08:00'), [leadIsSafety])
    const stranger = await one.signIn(['handler'], 'publicity')
    const homeless = await one.signIn(['handler'])
    expect((await act(stranger, 'inc-1', 'accept', { departmentId: 'safety' })).status).toBe(409)
    expect((await act(homeless, 'inc-1', 'accept', {})).status).toBe(409)
    const own = await one.signIn(['handler'], 'safety')
    expect((await act(own, 'inc-1', 'return', { reason: '不属本处职责' })).status).toBe(200)
  })

  it('tells the grouper that the matter ended', async () => {
    await openIncident(one, 'inc-1', 'IV', at('08:00'))
    expect((await act(duty, 'inc-1', 'dismiss', { reason: '演练' })).status).toBe(200)
    const [record] = await one.stores.log.read('assessed', null, 10)
    expect(JSON.parse(record?.value ?? '{}')).toMatchObject({ command: { kind: 'ended', incidentId: 'inc-1' } })
  })
})

describe('a release', () => {
  let outlet: Server
  let url: string

  beforeEach(async () => {
    outlet = createServer((request, response) => {
      const text = { '/notice': '关于临江区化工厂爆炸的情况通报', '/held': '今天12时，市政府召开新闻发布会，通报爆炸事故情况。' }[request.url ?? '']
      response.writeHead(text === undefined ? 404 : 200).end(`<html><body>${text ?? ''}</body></html>`)
    })
    await new Promise<void>((resolve) => outlet.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(outlet.address() as AddressInfo).port}`
  })
  afterEach(async () => {
    await new Promise((resolve) => outlet.close(resolve))
  })

  it('that stands on the web stops its clock, and what was fetched can be read again', async () => {
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    one.clock.pass(20 * minuteMs)
    const answer = await act(duty, 'inc-1', 'record-release', { url: `${url}/notice` })
    const [release, conference] = IncidentDetail.parse(answer.body).countdowns
    expect(release).toMatchObject({ kind: 'authoritative-release', state: 'met', settled: { at: at('09:20'), reason: `${url}/notice` } })
    expect(conference).toMatchObject({ kind: 'press-conference', state: 'running' })
    const kept = await one.call(duty, 'GET', paths.evidence(release?.settled?.evidence ?? ''))
    expect(kept.text).toContain('情况通报')
    expect(kept.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff'
    })
    expect(kept.headers['content-disposition']).toMatch(/^attachment;/)
  })

  it('that does not exist stops nothing', async () => {
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    expect((await act(duty, 'inc-1', 'record-release', { url: `${url}/none` })).status).toBe(409)
    expect((await act(duty, 'inc-1', 'record-release', { url: 'not a url' })).status).toBe(400)
    expect((await detail('inc-1')).countdowns.map(({ state }) => state)).toEqual(['running', 'running'])
  })

  it('whose server is down can be tried again', async () => {
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    const answer = await act(duty, 'inc-1', 'record-release', { url: 'http://127.0.0.1:9/notice' })
    expect([answer.status, Problem.parse(answer.body).retryable]).toEqual([502, true])
  })

  it('that differs from the approved wording leaves the clock running and is told why; the wording is not approved by its drafter', async () => {
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    const speaker = await one.signIn(['spokesperson'])
    const chief = await one.signIn(['leader'])
    const drafted = IncidentDetail.parse((await act(speaker, 'inc-1', 'draft-wording', { text: '临江区化工厂爆炸已致3人死亡。' })).body)
    expect(drafted.wordings).toMatchObject([{ version: 1, approvedBy: null, counts: false }])
    expect((await act(speaker, 'inc-1', 'approve-wording', { version: 1 })).status).toBe(409)
    expect((await act(duty, 'inc-1', 'approve-wording', { version: 1 })).status).toBe(403)
    const approved = IncidentDetail.parse((await act(chief, 'inc-1', 'approve-wording', { version: 1 })).body)
    expect(approved.wordings).toMatchObject([{ version: 1, approvedBy: '人员3', counts: true }])
    expect(approved.releaseRules.words).toContain('第 1 版')

    const refused = await act(duty, 'inc-1', 'record-release', { url: `${url}/notice` })
    expect(refused.status).toBe(409)
    expect(Problem.parse(refused.body).detail).toContain('口径为“临江区化工厂爆炸已致3人死亡”')
    expect((await detail('inc-1')).countdowns[0]?.state).toBe('running')

    await act(speaker, 'inc-1', 'draft-wording', { text: '关于临江区化工厂爆炸的情况通报' })
    await act(chief, 'inc-1', 'approve-wording', { version: 2 })
    const recorded = IncidentDetail.parse((await act(duty, 'inc-1', 'record-release', { url: `${url}/notice` })).body)
    expect(recorded.countdowns[0]?.state).toBe('met')
    expect(recorded.releases).toMatchObject([{ comparison: { version: 2, carries: true, share: 1 } }])
    expect(recorded.timeline.at(-1)?.detail).toContain('口径第 2 版')
  })

  it('by conference has to have been held', async () => {
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    const held = { url: `${url}/held`, venue: '市政府新闻发布厅', speaker: '新闻发言人', heldAt: at('12:00') }
    expect((await act(duty, 'inc-1', 'record-conference', held)).status).toBe(409)
    one.clock.pass(4 * hourMs)
    const later = await one.signIn(['duty-officer'])
    const recorded = IncidentDetail.parse((await act(later, 'inc-1', 'record-conference', held)).body)
    expect(recorded).toMatchObject({ publicPhase: 'conference-held', publicPhaseWords: '已召开发布会' })
  })
})

describe('departments', () => {
  it('are listed for whoever assigns', async () => {
    const { rows } = DepartmentList.parse((await one.call(duty, 'GET', paths.departments)).body)
    expect(rows).toEqual([
      { id: 'publicity', name: '宣传处', coordinator: true, duties: [] },
      { id: 'safety', name: '安全处', coordinator: false, duties: ['爆炸'] }
    ])
  })
})
