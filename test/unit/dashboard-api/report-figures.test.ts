import { paperHtml } from '../../../adapters/reports/html.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gradeWords } from '../../../core/grade.ts'
import { dayMs, instantFromMs, msOf } from '../../../core/instant.ts'
import type { ReportFigures } from '../../../core/reports/report-figures.ts'
import { sourceKindWords } from '../../../core/search-fields.ts'
import type { Counts } from '../../../dashboard-api/contract.ts'
import type { ReportView } from '../../../dashboard-api/contract-reports.ts'
import { openReports, type Reports } from '../../../roles/reports.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'
import { at } from '../../support/incidents.ts'
import { mentionsBefore, reportConfig, reportDay } from '../../support/report-desk.ts'
import { fullIncident } from '../../support/report-samples.ts'
import { unzip, wordsOf } from '../../support/unzip.ts'

let desk: TestApp
let reports: Reports
let cookie = ''

beforeAll(async () => {
  desk = await startApp({
    reports: {
      make: (request, actor) => reports.make(request, actor),
      edit: (request, actor) => reports.edit(request, actor),
      preview: paperHtml,
      schedule: []
    }
  })
  desk.clock.pass(dayMs)
  reports = openReports({ config: await reportConfig(), stores: desk.stores, clock: desk.clock, drill: false, executablePath: null })
  await desk.stores.mentions.putMany(mentionsBefore(at('08:00', reportDay), 300, null).mentions)
  for (const document of [
    fullIncident('inc-blast', at('09:00'), { closed: true }),
    fullIncident('inc-road', at('15:20'), { grade: 'III', title: '沿江大道路面塌陷' }),
    fullIncident('inc-old', at('15:20', '2031-03-10'), { grade: 'IV', title: '夜间施工噪声扰民' }),
    fullIncident('inc-older', at('15:20', '2031-03-02'), { grade: 'I', title: '山火', closed: true })
  ])
    await desk.stores.incidents.put(document, 0)
  cookie = await desk.signIn(['duty-officer'])
}, 120_000)
afterAll(async () => {
  await reports.close()
  await desk.close()
})

interface Office {
  readonly words: string
  /** Cells of each row of each table. */
  readonly rows: readonly (readonly string[])[]
  /** Values of each chart, in the order of the paper. */
  readonly charts: readonly (readonly number[])[]
  /** Numbers of each sheet's rows without its head. */
  readonly sheets: readonly (readonly number[][])[]
}

async function paperOf(about: object): Promise<Office> {
  const made = await desk.call(cookie, 'POST', '/api/reports', about)
  expect(made.status).toBe(201)
  const { id, files } = made.body as ReportView
  const docx = await fileOf(id, 'docx')
  const xlsx = files.some(({ format }) => format === 'xlsx') ? await fileOf(id, 'xlsx') : new Map<string, Buffer>()
  const xml = docx.get('word/document.xml')?.toString('utf8') ?? ''
  return {
    words: wordsOf(xml),
    rows: inner(xml, 'w:tr').map((row) => inner(row, 'w:tc').map(wordsOf)),
    charts: partsOf(docx, /word\/charts\/chart\d+\.xml$/).map((chart) =>
      inner(chart, 'c:val').flatMap((values) => inner(values, 'c:v').map((value) => Number(wordsOf(value))))
    ),
    sheets: partsOf(xlsx, /worksheets\/sheet\d+\.xml$/).map((sheet) =>
      inner(sheet, 'row')
        .slice(1)
        .map((row) => [...row.matchAll(/<c (?![^>]*t=)[^>]*><v>([^<]*)<\/v>/g)].map(([, value]) => Number(value)))
    )
  }
}

async function fileOf(id: string, format: string): Promise<ReadonlyMap<string, Buffer>> {
  const answer = await desk.app.inject({ method: 'GET', url: `/api/reports/${id}/${format}`, headers: { host: 'desk.example', cookie } })
  return unzip(answer.rawPayload)
}

function partsOf(files: ReadonlyMap<string, Buffer>, name: RegExp): string[] {
  return [...files]
    .filter(([one]) => name.test(one))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, bytes]) => bytes.toString('utf8'))
}

/** What stands between the tags of this name, which is never within itself here. */
function inner(xml: string, tag: string): string[] {
  return [...xml.matchAll(new RegExp(`<${tag}[ >].*?</${tag}>`, 'gs'))].map(([all]) => all.replace(/^<[^>]*>/, ''))
}

async function figuresAt(url: string): Promise<ReportFigures> {
  return (await desk.call(cookie, 'GET', url)).body as ReportFigures
}

const share = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(1)}%`

describe('every figure of a paper of a period is the API’s, asked at the address that the paper itself names', { timeout: 120_000 }, () => {
  test.each(['daily', 'weekly', 'monthly'] as const)('%s', async (kind) => {
    const paper = await paperOf({ kind, day: reportDay })
    const url = /复核：(\/api\/figures\?from=\S+?Z&to=\S+?Z)/.exec(paper.words)?.[1] ?? ''
    const { range, mentions, curve, incidents } = await figuresAt(url)
    const before = await figuresAt(`/api/figures?from=${instantFromMs(msOf(range.from) * 2 - msOf(range.to))}&to=${range.from}`)

    const isDaily = kind === 'daily'
    const media = mentions.byKind.map(({ count }) => count)
    const sources = mentions.bySource.map(({ count }) => count)
    const { opened, openedByGrade, closed, dismissed, open, clocks, units } = incidents
    const grades = openedByGrade.flatMap(({ grade, count }) => (grade === null ? [] : [`${gradeWords[grade]}${count}起`])).join('、')
    expect([clocks.length > 0, units.length > 0]).toEqual([true, true])

    const words = [
      `共监测到信息${mentions.total}条，其中涉及临江市的${mentions.relevant}条`,
      `负面${mentions.negative}条，占${share(mentions.negative, mentions.relevant)}`,
      before.mentions.relevant === 0 ? '上一时段没有信息' : `上一时段${before.mentions.relevant}条`,
      `（${Math.max(...curve.points.map(({ count }) => count))}条）`,
      `新发生舆情事件${opened}起（${grades}），办结${closed}起，驳回误报${dismissed}起；截至`,
      `尚在处置${open}起`,
      ...clocks.map((one) => `${one.words}应完成${one.due}件，按时完成${one.inTime}件`),
      ...(isDaily ? mentions.byKind.map((one) => `${sourceKindWords[one.kind]}${one.count}条`) : []),
      ...(isDaily ? mentions.bySource.slice(0, 5).map(({ source, count }) => `${source}${count}条`) : []),
      ...(isDaily ? units.map((one) => `${one.name}交办${one.assigned}件、签收${one.accepted}件，平均${one.meanMinutesToAccept}分钟签收`) : [])
    ]
    expect(words.filter((one) => !paper.words.includes(one))).toEqual([])

    const rows = [
      ...(kind === 'monthly' ? mentions.bySource.map(({ source, count }, index) => [index + 1, source, count]) : []),
      ...(isDaily ? [] : clocks.map(({ words: name, due, inTime, late, overdue, waived }) => [name, due, inTime, late, overdue, waived])),
      ...(isDaily
        ? []
        : units.map(({ name, assigned, accepted, returned, meanMinutesToAccept }) => [name, assigned, accepted, returned, meanMinutesToAccept]))
    ]
    expect(paper.rows).toEqual(expect.arrayContaining(rows.map((row) => row.map(String))))

    const levels = openedByGrade.flatMap(({ grade, count }) => (grade === null ? [] : [count]))
    const charts = { daily: [media], weekly: [sources, levels], monthly: [media, levels] }[kind]
    expect(paper.charts).toEqual([curve.points.map(({ count }) => count), ...charts])

    // Of the ledgers: a row for each that was counted.
    const [ledger, dueLedger, volume, bySource, byKind] = paper.sheets
    expect(ledger?.length).toBe(opened)
    expect(dueLedger?.length).toBe(clocks.reduce((sum, { due }) => sum + due, 0))
    expect(volume?.flat()).toEqual(curve.points.map(({ count }) => count))
    expect([bySource?.flat(), byKind?.flat()]).toEqual([sources, media])
  })
})

describe('every count of a paper of an incident is that of the list', { timeout: 120_000 }, () => {
  test.each(['flash', 'special', 'closing'])('%s', async (kind) => {
    const { rows } = (await desk.call(cookie, 'GET', '/api/incidents?status=all&limit=100')).body as { rows: { id: string; counts: Counts }[] }
    const counts = rows.find(({ id }) => id === 'inc-blast')?.counts
    const { likes, comments, reposts, views } = counts?.engagement ?? { likes: null, comments: null, reposts: null, views: null }
    const paper = await paperOf({ kind, incidentId: 'inc-blast' })
    expect(paper.words).toContain(
      `信息${counts?.mentions}条、来源${counts?.sources}个、负面${counts?.negative}条，互动${(likes ?? 0) + (comments ?? 0) + (reposts ?? 0)}次，阅读${views}次`
    )
  })
})
