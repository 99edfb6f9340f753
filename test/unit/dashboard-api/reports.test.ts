import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { paperHtml } from '../../../adapters/reports/html.ts'
import { addMs, dayMs } from '../../../core/instant.ts'
import type { ReportFigures } from '../../../core/reports/report-figures.ts'
import type { ReportDesk, ReportList, ReportView } from '../../../dashboard-api/contract-reports.ts'
import { openReports, type Reports } from '../../../roles/reports.ts'
import { contacts } from '../../support/alerting-ladder.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'
import { at } from '../../support/incidents.ts'
import { mentionsBefore, reportConfig, reportDay } from '../../support/report-desk.ts'
import { everyStep, fullIncident } from '../../support/report-samples.ts'
import { unzip, wordsOf } from '../../support/unzip.ts'

let desk: TestApp
let reports: Reports
const contactId = contacts[0]?.id ?? ''
const end = at('08:00', reportDay)
const range = { from: addMs(end, -dayMs), to: end }

beforeEach(async () => {
  desk = await startApp({
    channels: () =>
      Promise.resolve(
        new Map([
          ['dashboard', { words: '工作台', accepted: '', proof: null, reach: () => ({ address: null }) }],
          ['mail', { words: '邮件', accepted: '', proof: null, carriesFiles: true, reach: () => ({ address: 'a@example.invalid' }) }]
        ])
      ),
    reports: {
      make: (request, actor) => reports.make(request, actor),
      edit: (request, actor) => reports.edit(request, actor),
      preview: paperHtml,
      schedule: [{ kind: 'daily', at: '08:30', to: ['desk'], channels: ['dashboard'] }]
    }
  })
  desk.clock.pass(dayMs)
  reports = openReports({ config: await reportConfig(), stores: desk.stores, clock: desk.clock, drill: false, executablePath: null })
  const { mentions } = mentionsBefore(end, 300, null)
  await desk.stores.mentions.putMany(mentions)
  for (const document of [
    fullIncident('inc-blast', at('09:00'), { closed: true, supervised: [...everyStep, { kind: 'criticism', unsigned: true }] }),
    fullIncident('inc-road', at('15:20'), { grade: 'III' }),
    fullIncident('inc-old', at('15:20', '2031-03-10'), { grade: 'IV' })
  ])
    await desk.stores.incidents.put(document, 0)
})

afterEach(async () => {
  await reports.close()
  await desk.close()
})

async function totalOf(cookie: string, query: string): Promise<number> {
  const { body } = await desk.call(cookie, 'GET', `/api/mentions?from=${range.from}&to=${range.to}&limit=1${query}`)
  return (body as { total: number }).total
}

describe('the figures of a range', { timeout: 120_000 }, () => {
  it('are those of searching the same range', async () => {
    const cookie = await desk.signIn(['analyst'])
    const figures = (await desk.call(cookie, 'GET', `/api/figures?from=${range.from}&to=${range.to}`)).body as ReportFigures
    expect(figures.mentions.total).toBe(await totalOf(cookie, ''))
    expect(figures.mentions.relevant).toBe(await totalOf(cookie, '&relevantOnly=1'))
    expect(figures.mentions.byKind.length).toBeGreaterThan(3)
    for (const { kind, count } of figures.mentions.byKind) expect(await totalOf(cookie, `&relevantOnly=1&kinds=${kind}`)).toBe(count)
    for (const { grade, count } of figures.mentions.byGrade.filter((one) => one.grade !== null))
      expect(await totalOf(cookie, `&relevantOnly=1&grades=${grade}`)).toBe(count)
    expect(figures.curve.points.reduce((sum, { count }) => sum + count, 0)).toBe(figures.mentions.relevant)
    expect(figures.curve.points.length).toBe(24)
  })

  it('count the incidents that the list shows', async () => {
    const cookie = await desk.signIn(['analyst'])
    const figures = (await desk.call(cookie, 'GET', `/api/figures?from=${range.from}&to=${range.to}`)).body as ReportFigures
    const list = (await desk.call(cookie, 'GET', '/api/incidents?status=all&limit=100')).body as {
      rows: { openedAt: string; status: string; grade: string }[]
    }
    const opened = list.rows.filter(({ openedAt }) => openedAt >= range.from && openedAt < range.to)
    expect(figures.incidents.opened).toBe(opened.length)
    for (const { grade, count } of figures.incidents.openedByGrade) expect(opened.filter((row) => row.grade === grade).length).toBe(count)
    expect(figures.incidents.open).toBe(list.rows.filter(({ status }) => status === 'open').length)
    expect(figures.incidents.closed).toBe(1)
  })

  it('are refused where the range is none', async () => {
    const cookie = await desk.signIn(['analyst'])
    expect((await desk.call(cookie, 'GET', `/api/figures?from=${range.to}&to=${range.from}`)).status).toBe(400)
    expect((await desk.call(cookie, 'GET', '/api/figures?from=yesterday&to=today')).status).toBe(400)
  })

  it('stand in the 日报 of the same range', async () => {
    const cookie = await desk.signIn(['duty-officer'])
    const figures = (await desk.call(cookie, 'GET', `/api/figures?from=${range.from}&to=${range.to}`)).body as ReportFigures
    const made = (await desk.call(cookie, 'POST', '/api/reports', { kind: 'daily', day: reportDay })).body as ReportView
    const words = await docxOf(cookie, made)
    expect(words).toContain(`共监测到信息${figures.mentions.total}条，其中涉及临江市的${figures.mentions.relevant}条`)
    expect(words).toContain(`负面${figures.mentions.negative}条`)
    expect(words).toContain(`新发生舆情事件${figures.incidents.opened}起`)
    expect(words).toContain(`尚在处置${figures.incidents.open}起`)
    expect(words).toContain(`/api/figures?from=${range.from}&to=${range.to}`)
  })
})

async function docxOf(cookie: string, { id }: ReportView): Promise<string> {
  const answer = await desk.app.inject({ method: 'GET', url: `/api/reports/${id}/docx`, headers: { host: 'desk.example', cookie } })
  expect(answer.statusCode).toBe(200)
  return wordsOf(unzip(answer.rawPayload).get('word/document.xml')?.toString('utf8') ?? '')
}

describe('papers of the desk', { timeout: 120_000 }, () => {
  it('are made once for one intent, listed with who and hash, downloaded, and all of it is in the audit log', async () => {
    const cookie = await desk.signIn(['duty-officer'])
    const ask = () => desk.call(cookie, 'POST', '/api/reports', { kind: 'special', incidentId: 'inc-blast' }, { 'idempotency-key': 'one' })
    const [first, second] = [await ask(), await ask()]
    expect(first.status).toBe(201)
    expect((second.body as ReportView).id).toBe((first.body as ReportView).id)

    const list = (await desk.call(cookie, 'GET', '/api/reports')).body as ReportList
    expect(list.rows).toHaveLength(1)
    expect(list.rows[0]).toMatchObject({ kindWords: '专报', madeBy: '人员1', number: '第1期', incidentId: 'inc-blast' })
    expect(list.schedule).toMatchObject([{ kindWords: '日报', nextAt: at('08:30', '2031-03-14') }])
    expect(await docxOf(cookie, first.body as ReportView)).toContain('链哈希')

    const audit = await desk.stores.audit.read(0, 100)
    expect(audit.map(({ action }) => action)).toEqual(expect.arrayContaining(['report.make', 'report.download']))
    expect(audit.find(({ action }) => action === 'report.make')?.detail).toContain(list.rows[0]?.files[0]?.sha256)
  })

  it('are put in other words as a further edition, seen as they print, and sent with their files; who got it when is told', async () => {
    const cookie = await desk.signIn(['duty-officer'])
    const made = (await desk.call(cookie, 'POST', '/api/reports', { kind: 'special', incidentId: 'inc-blast' })).body as ReportView
    const { texts, channels } = (await desk.call(cookie, 'GET', `/api/reports/${made.id}/desk`)).body as ReportDesk
    const plain = texts.find(({ kind, text }) => kind === 'heading' && !/\d/.test(text))
    if (plain === undefined) throw new Error('the paper has no heading')
    const edits = [{ place: plain.place, text: '值班室改过的标题' }]
    expect((await desk.call(await desk.signIn(['handler']), 'POST', `/api/reports/${made.id}/edit`, { edits })).status).toBe(403)
    const figures = texts.find(({ text }) => /\d/.test(text))
    const tampered = await desk.call(cookie, 'POST', `/api/reports/${made.id}/edit`, { edits: [{ place: figures?.place, text: '死亡99人' }] })
    expect([tampered.status, JSON.stringify(tampered.body)]).toEqual([400, expect.stringContaining('不能在报告里改动')])
    const edited = (await desk.call(cookie, 'POST', `/api/reports/${made.id}/edit`, { edits })).body as ReportView
    expect(edited).toMatchObject({ number: '第1期（第2版）', editedFrom: made.id })
    expect(await docxOf(cookie, edited)).toContain('值班室改过的标题')
    expect(await docxOf(cookie, made)).not.toContain('值班室改过的标题')
    const preview = await desk.call(cookie, 'GET', `/api/reports/${edited.id}/preview`)
    expect([preview.status, String(preview.headers['content-security-policy'])]).toEqual([200, expect.stringContaining('sandbox')])
    expect(preview.text).toContain('值班室改过的标题')

    expect(channels.map(({ id }) => id)).toEqual(['mail'])
    const send = (to: string[], key: string) =>
      desk.call(cookie, 'POST', `/api/reports/${edited.id}/send`, { channel: 'mail', to, note: '请阅' }, { 'idempotency-key': key })
    expect((await send(['nobody'], 'none')).status).toBe(400)
    await send([contactId], 'one')
    const after = (await send([contactId], 'one')).body as ReportDesk
    expect(after.sent).toMatchObject([{ channel: '邮件', stateWords: '待发送' }])
    const [row] = await desk.stores.notices.list({ channel: 'mail', limit: 10 })
    expect(row?.notice.attachments?.map(({ key }) => key)).toEqual(edited.files.map(({ sha256 }) => sha256))
    expect(row?.notice.body).toContain('请阅')
    const audit = (await desk.stores.audit.read(0, 100)).map(({ action }) => action)
    expect(audit).toEqual(expect.arrayContaining(['report.edit', 'report.send']))
  })

  it('are not put in other words over an older edition: who saved the newer one, and when, is told, and nothing is lost', async () => {
    const cookie = await desk.signIn(['duty-officer'])
    const made = (await desk.call(cookie, 'POST', '/api/reports', { kind: 'special', incidentId: 'inc-blast' })).body as ReportView
    const { texts } = (await desk.call(cookie, 'GET', `/api/reports/${made.id}/desk`)).body as ReportDesk
    const plain = texts.find(({ kind, text }) => kind === 'heading' && !/\d/.test(text))
    const edit = (who: string, id: string, text: string) =>
      desk.call(who, 'POST', `/api/reports/${id}/edit`, { edits: [{ place: plain?.place, text }] }, { 'idempotency-key': text })
    const colleague = await desk.signIn(['duty-officer'])
    const both = await Promise.all([edit(colleague, made.id, '甲改的小标题'), edit(cookie, made.id, '乙改的小标题')])
    expect(both.map(({ status }) => status)).toEqual([201, 409])
    expect(String(both[1]?.headers['content-type'])).toContain('application/problem+json')
    expect(both[1]?.body).toMatchObject({ code: 'conflict', detail: expect.stringMatching(/人员2 已于 .+ 存为.*（第2版）/) })

    // The same intent again is no further edit, and the newest one can be put in other words.
    const newest = both[0]?.body as ReportView
    expect((await edit(colleague, made.id, '甲改的小标题')).body).toMatchObject({ id: newest.id })
    expect((await edit(cookie, newest.id, '乙改的小标题')).status).toBe(201)
    const shown = (await desk.call(cookie, 'GET', `/api/reports/${made.id}/desk`)).body as ReportDesk
    expect(shown.newer).toMatchObject({ number: expect.stringContaining('（第3版）'), madeBy: '人员1' })
    expect(((await desk.call(cookie, 'GET', `/api/reports/${shown.newer?.id}/desk`)).body as ReportDesk).newer).toBeNull()
  })

  it('that accuse a unit are made by leaders and supervisors alone', async () => {
    const body = { kind: 'supervision-order', incidentId: 'inc-blast', entry: 'supervision-1' }
    expect((await desk.call(await desk.signIn(['duty-officer']), 'POST', '/api/reports', body)).status).toBe(403)
    expect((await desk.call(await desk.signIn(['supervisor']), 'POST', '/api/reports', body)).status).toBe(201)
  })

  it('that accuse a unit say what the ledger says, and tell whoever types one why that is refused', async () => {
    const cookie = await desk.signIn(['supervisor'])
    const meeting = { at: range.to, place: '市政府二号会议室', attendees: '主要负责同志' }
    const made = await desk.call(cookie, 'POST', '/api/reports', {
      kind: 'regulatory-talk',
      incidentId: 'inc-blast',
      entry: '舆督〔2031〕9号',
      meeting
    })
    expect(made).toMatchObject({ status: 201, body: { number: '舆督〔2031〕9号', incidentId: 'inc-blast' } })
    const words = await docxOf(cookie, made.body as ReportView)
    for (const one of ['临江区安全处', '首次权威发布晚于群众公开询问', '市政府二号会议室']) expect(words).toContain(one)
    const { body } = await desk.call(cookie, 'POST', '/api/reports', { kind: 'notice-of-criticism', matter: { unit: '不存在的单位' } })
    expect(JSON.stringify(body)).toContain('只能由督办台账中已签发的文书生成')
  })

  it.each([
    [{ kind: 'special' }, 400],
    [{ kind: 'special', incidentId: 'nobody' }, 404],
    [{ kind: 'daily', day: '2031-02-30' }, 400],
    [{ kind: 'daily', day: '2031-12-01' }, 400],
    [{ kind: 'poem' }, 400],
    [{ kind: 'regulatory-talk' }, 400],
    [{ kind: 'regulatory-talk', incidentId: 'inc-blast' }, 400],
    [{ kind: 'notice-of-criticism', matter: { number: '舆通〔2026〕88号', unit: '不存在的单位', facts: '捏造' } }, 400],
    [{ kind: 'notice-of-criticism', incidentId: 'inc-blast', entry: 'supervision-2', matter: { facts: '捏造' } }, 400],
    [
      { kind: 'supervision-order', incidentId: 'inc-blast', entry: 'supervision-1', meeting: { at: range.to, place: '会议室', attendees: '负责人' } },
      400
    ],
    [{ kind: 'notice-of-criticism', incidentId: 'inc-blast', entry: 'supervision-9' }, 404],
    [{ kind: 'notice-of-criticism', incidentId: 'inc-road', entry: 'supervision-2' }, 404],
    // Of another kind, and not signed yet.
    [{ kind: 'regulatory-talk', incidentId: 'inc-blast', entry: 'supervision-2' }, 409],
    [{ kind: 'notice-of-criticism', incidentId: 'inc-blast', entry: 'supervision-4' }, 409]
  ])('are refused for %j, and nothing is kept', async (body, status) => {
    const cookie = await desk.signIn(['supervisor'])
    expect((await desk.call(cookie, 'POST', '/api/reports', body)).status).toBe(status)
    expect(((await desk.call(cookie, 'GET', '/api/reports')).body as ReportList).rows).toEqual([])
  })

  it('are not there under another name or format', async () => {
    const cookie = await desk.signIn(['duty-officer'])
    expect((await desk.call(cookie, 'GET', '/api/reports/nothing/docx')).status).toBe(404)
    expect((await desk.call(cookie, 'GET', '/api/reports/nothing/exe')).status).toBe(400)
  })
})
