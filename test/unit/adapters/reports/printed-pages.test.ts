import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../../../adapters/web/chromium.ts'
import { createPdfPrinter } from '../../../../adapters/reports/pdf.ts'
import { paperHtml } from '../../../../adapters/reports/html.ts'
import { machine } from '../../../../core/actor.ts'
import type { Paper } from '../../../../core/reports/paper.ts'
import { at } from '../../../support/incidents.ts'
import { reportDay, reportDesk, type ReportDesk } from '../../../support/report-desk.ts'
import { fullIncident, sampleRequest } from '../../../support/report-samples.ts'

const run = promisify(execFile)
const soffice = ['/usr/bin/soffice', '/usr/bin/libreoffice'].find((file) => existsSync(file))

function pagesOf(pdf: Uint8Array): { readonly count: number; readonly boxes: ReadonlySet<string> } {
  const text = Buffer.from(pdf).toString('latin1')
  const boxes = [...text.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/g)].map(
    ([, width, height]) => `${Math.round(Number(width))}x${Math.round(Number(height))}`
  )
  return { count: text.split(/\/Type\s*\/Page\b/).length - 1, boxes: new Set(boxes) }
}

/** Markup of strangers wherever a stranger's words stand. */
const paper: Paper = {
  kind: 'flash',
  layout: 'bulletin',
  letterhead: '<img src=x onerror=alert(1)>',
  number: '"><script>alert(1)</script>',
  secrecy: null,
  urgency: null,
  title: '=1+1</title><script>alert(2)</script>',
  recipients: [],
  blocks: [
    { kind: 'paragraph', runs: [{ text: '<b>粗</b>&', cites: [1] }] },
    { kind: 'chart', caption: { text: '<i>', cites: [] }, chart: { form: 'bars', unit: '条', points: [{ label: '</svg><script>', value: 1 }] } }
  ],
  attachments: [],
  signedBy: '值班台',
  signedOn: '2031年3月13日',
  copiesTo: [],
  printedBy: '值班台',
  drill: true,
  sourcesIn: 'foot',
  sources: [{ number: 1, text: '</p><script>', short: '</p><script>' }]
}

let desk: ReportDesk
beforeAll(async () => {
  desk = await reportDesk({ drill: true, more: [fullIncident('inc-giant', at('10:30'), { title: '巨'.repeat(50_000) })] })
}, 120_000)
afterAll(() => desk.close())

async function made(kind: 'flash' | 'special', format: string, incidentId: string): Promise<Uint8Array> {
  const record = await desk.reports.make(
    { ...sampleRequest(kind, { day: reportDay, incidentId }), id: `${kind}-${incidentId}-${format}` },
    machine('cli')
  )
  const kept = await desk.stores.evidence.get(record.files.find((file) => file.format === format)?.key ?? '')
  return kept?.bytes ?? new Uint8Array()
}

describe.skipIf(findChromium() === null)('a PDF of a paper', { timeout: 120_000 }, () => {
  it('is A4, and of a 快报 one page, whatever the title', async () => {
    for (const id of ['inc-blast', 'inc-giant']) {
      const pages = pagesOf(await made('flash', 'pdf', id))
      expect(pages).toEqual({ count: 1, boxes: new Set(['595x842']) })
    }
  })

  it('is its own, though all are printed on one page of a browser and some at once', async () => {
    const printer = createPdfPrinter(findChromium() ?? '')
    try {
      const long: Paper = { ...paper, blocks: Array.from({ length: 120 }, () => ({ kind: 'paragraph', runs: [{ text: '长文', cites: [] }] })) }
      const printed = await Promise.all([printer.print(paper), printer.print(long), printer.print(paper)])
      expect(printed.map((pdf) => pagesOf(pdf).count)).toEqual([1, 6, 1])
    } finally {
      await printer.close()
    }
  })
})

describe.skipIf(soffice === undefined)('a docx in LibreOffice', { timeout: 120_000 }, () => {
  it('opens as A4, and a 快报 as one page', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'wanglou-soffice-'))
    try {
      await writeFile(path.join(folder, 'flash.docx'), await made('flash', 'docx', 'inc-blast'))
      const profile = `-env:UserInstallation=file://${folder}/profile`
      await run(soffice ?? '', [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, path.join(folder, 'flash.docx')])
      expect(pagesOf(await readFile(path.join(folder, 'flash.pdf')))).toEqual({ count: 1, boxes: new Set(['595x842']) })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})

describe('the page that is printed', () => {
  it('holds no markup of strangers', () => {
    const html = paperHtml(paper)
    expect(html).not.toMatch(/<script|<img|<b>|<i>/)
    expect(html).toContain('=1+1&lt;/title&gt;')
  })

  it('says on every page of a drill that it is one', () => {
    expect(paperHtml(paper)).toContain('@top-center{content:"【演练】')
    expect(paperHtml({ ...paper, drill: false })).not.toContain('演练')
  })
})
