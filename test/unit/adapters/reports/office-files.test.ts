import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOfficeFiles } from '../../../../adapters/reports/office-files.ts'
import { machine } from '../../../../core/actor.ts'
import { ReportKind, reportKindWords } from '../../../../core/reports/report-kind.ts'
import type { ReportRecord } from '../../../../core/reports/report-book.ts'
import { at } from '../../../support/incidents.ts'
import { reportDay, reportDesk, type ReportDesk } from '../../../support/report-desk.ts'
import { fullIncident, sampleRequest } from '../../../support/report-samples.ts'
import { unzip, wordsOf } from '../../../support/unzip.ts'

const hostile = '=HYPERLINK("http://evil.example","点我")<script>alert(1)</script>\u0000\u0007\u202e{incident.id}&amp;'
const shown = '=HYPERLINK("http://evil.example","点我")<script>alert(1)</script>{incident.id}&amp;'
/** Control signs, by which an office program refuses a file, and turned writing. */
const unfit = /(?![\t\n\r])\p{Cc}|\u202e/u
const giant = '巨'.repeat(50_000)

let desk: ReportDesk
const fileOf = async (record: ReportRecord, format: string): Promise<ReadonlyMap<string, Buffer>> => {
  const file = record.files.find((one) => one.format === format)
  const kept = await desk.stores.evidence.get(file?.key ?? '')
  if (kept === null) throw new Error(`no ${format}`)
  return unzip(kept.bytes)
}
const partOf = (files: ReadonlyMap<string, Buffer>, name: RegExp): string =>
  [...files]
    .filter(([one]) => name.test(one))
    .map(([, bytes]) => bytes.toString('utf8'))
    .join('')

beforeAll(async () => {
  desk = await reportDesk({
    pdf: false,
    more: [
      fullIncident('inc-hostile', at('10:00'), { title: hostile, closed: true, supervised: [{ kind: 'order', text: hostile }] }),
      fullIncident('inc-giant', at('10:30'), { title: giant })
    ]
  })
}, 120_000)
afterAll(() => desk.close())

describe('a docx of a paper', { timeout: 120_000 }, () => {
  it.each(ReportKind.options)('has, as %s, the page, the lines and the typefaces of GB/T 9704-2012', async (kind) => {
    const record = await desk.reports.make(sampleRequest(kind, { day: reportDay, incidentId: 'inc-blast' }), machine('cli'))
    const xml = partOf(await fileOf(record, 'docx'), /word\/document\.xml$/)
    const [, width, height] = /<w:pgSz w:w="(\d+)" w:h="(\d+)"/.exec(xml) ?? []
    const margins = Object.fromEntries(
      [...(/<w:pgMar ([^>]*)\/>/.exec(xml)?.[1]?.matchAll(/w:(\w+)="(\d+)"/g) ?? [])].map(([, name, value]) => [name, Number(value)])
    )
    expect([Number(width), Number(height)].map(mm)).toEqual([210, 297])
    expect(['top', 'bottom', 'left', 'right'].map((side) => mm(margins[side] ?? 0))).toEqual([37, 35, 28, 26])
    const line = Number(
      /<w:spacing [^>]*w:line="(\d+)" w:lineRule="exact"/.exec(xml.slice(xml.indexOf(record.title) + record.title.length + 200))?.[1]
    )
    expect(Math.floor(textTwips / line)).toBe(22)
    for (const font of ['方正小标宋简体', '仿宋_GB2312']) expect(xml).toContain(`w:eastAsia="${font}"`)
    expect(wordsOf(xml)).toContain(record.title)
    expect(reportKindWords[kind]).not.toBe('')
  })

  it('numbers its pages — 1 — in 宋体, outside right and left', async () => {
    const record = await desk.reports.make(sampleRequest('special', { day: reportDay, incidentId: 'inc-blast' }), machine('cli'))
    const files = await fileOf(record, 'docx')
    const footers = partOf(files, /word\/footer\d\.xml$/)
    expect(wordsOf(footers)).toContain('— PAGE —')
    expect(footers).toContain('w:eastAsia="宋体"')
    expect(footers).toContain('<w:jc w:val="right"/>')
    expect(footers).toContain('<w:jc w:val="left"/>')
    expect(partOf(files, /word\/settings\.xml$/)).toContain('w:evenAndOddHeaders')
  })

  it('shows formulas, markup, control signs and braces of a title as text', async () => {
    const record = await desk.reports.make(sampleRequest('closing', { day: reportDay, incidentId: 'inc-hostile' }), machine('cli'))
    const files = await fileOf(record, 'docx')
    const xml = partOf(files, /word\/document\.xml$/)
    expect(wordsOf(xml)).toContain(shown.slice(0, 40))
    expect(xml).not.toContain('<script')
    expect(xml).not.toMatch(unfit)
    expect(partOf(files, /rels$/)).not.toContain('evil.example')
  })

  it('keeps a giant title within its line', async () => {
    const record = await desk.reports.make(sampleRequest('flash', { day: reportDay, incidentId: 'inc-giant' }), machine('cli'))
    expect(record.title.length).toBeLessThan(30)
    expect(wordsOf(partOf(await fileOf(record, 'docx'), /word\/document\.xml$/)).length).toBeLessThan(2000)
  })

  it('fills a 督办单 from the ledger, shows a hostile finding as text, and cites the link of the chain', async () => {
    const record = await desk.reports.make(
      { kind: 'supervision-order', id: 'order', cause: 'order', incidentId: 'inc-hostile', entry: 'supervision-1' },
      machine('cli')
    )
    const words = wordsOf(partOf(await fileOf(record, 'docx'), /word\/document\.xml$/))
    expect(record.number).toBe('舆督〔2031〕7号')
    expect(words).toContain('报告不及时')
    expect(words).toContain(shown.slice(0, -1))
    expect(words).toContain(`链哈希${desk.incidents.find(({ id }) => id === 'inc-hostile')?.events[8]?.hash.slice(0, 16)}`)
  })
})

describe('an xlsx of ledgers', { timeout: 120_000 }, () => {
  it('holds hostile titles as strings and no formula', async () => {
    const record = await desk.reports.make(sampleRequest('daily', { day: reportDay, incidentId: '' }), machine('cli'))
    const files = await fileOf(record, 'xlsx')
    const sheets = partOf(files, /xl\/worksheets\/sheet\d+\.xml$/)
    expect(sheets).not.toContain('<f>')
    expect(wordsOf(partOf(files, /xl\/(sharedStrings|worksheets\/sheet\d+)\.xml$/))).toContain(shown)
    expect(partOf(files, /xl\/workbook\.xml$/)).toContain('事件台账')
    expect(partOf(files, /\.xml$/)).not.toMatch(unfit)
  })
})

it('a text that looks like an escape of a sign is stored so that it stays a text', async () => {
  const office = createOfficeFiles()
  try {
    const bytes = await office.xlsx([{ name: '表', columns: [{ head: '题', width: 10 }], rows: [['看_x0041_和_x00e9_，_xyz_不动']] }])
    expect(wordsOf(partOf(unzip(bytes), /xl\/(sharedStrings|worksheets\/sheet\d+)\.xml$/))).toContain('看_x005F_x0041_和_x005F_x00e9_，_xyz_不动')
  } finally {
    await office.close()
  }
})

function mm(twips: number): number {
  return Math.round((twips / 1440) * 25.4)
}

/** 297 mm less 37 and 35. */
const textTwips = (225 / 25.4) * 1440
