import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { machine } from '../../../../core/actor.ts'
import { drillLine } from '../../../../core/reports/paper.ts'
import { ReportKind, reportScopes } from '../../../../core/reports/report-kind.ts'
import type { ReportFormat } from '../../../../core/reports/report-book.ts'
import { reportDay, reportDesk, type ReportDesk } from '../../../support/report-desk.ts'
import { sampleRequest } from '../../../support/report-samples.ts'
import { unzip, wordsOf } from '../../../support/unzip.ts'

let desk: ReportDesk
beforeAll(async () => {
  desk = await reportDesk({ drill: true, pdf: false })
}, 120_000)
afterAll(() => desk.close())

describe('a paper of a drill', { timeout: 120_000 }, () => {
  it.each(ReportKind.options)('says, as %s, on every page, in its title, its files and its ledgers that it is one', async (kind) => {
    const record = await desk.reports.make(sampleRequest(kind, { day: reportDay, incidentId: 'inc-blast' }), machine('cli'))
    const read = async (format: ReportFormat) =>
      unzip((await desk.stores.evidence.get(record.files.find((file) => file.format === format)?.key ?? ''))?.bytes ?? new Uint8Array())
    const docx = await read('docx')
    // Odd and even pages have heads of their own.
    const heads = [...docx].filter(([name]) => /word\/header\d\.xml$/.test(name)).map(([, bytes]) => bytes.toString('utf8'))
    expect(heads).toHaveLength(2)
    for (const head of heads) expect(wordsOf(head)).toContain(drillLine)
    expect(wordsOf(docx.get('word/document.xml')?.toString('utf8') ?? '')).toContain('【演练】')
    expect([record.drill, record.title.startsWith('【演练】'), record.files.every(({ name }) => name.includes('演练'))]).toEqual([true, true, true])
    if (reportScopes[kind] !== 'period') return
    const names = [...((await read('xlsx')).get('xl/workbook.xml')?.toString('utf8') ?? '').matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(
      ([, name]) => name
    )
    expect(names.length).toBeGreaterThan(3)
    for (const name of names) expect(name).toMatch(/^演练/)
  })
})
