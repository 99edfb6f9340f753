import sax from 'sax'
import { describe, expect, it } from 'vitest'
import { writeDocx } from '../../adapters/reports/docx.ts'
import { paperHtml } from '../../adapters/reports/html.ts'
import { writeXlsx } from '../../adapters/reports/xlsx.ts'
import { csvText } from '../../core/csv-text.ts'
import type { Paper } from '../../core/reports/paper.ts'
import { payloadsIn, xssPayloads } from '../support/xss-payloads.ts'
import { unzip, wordsOf } from '../support/unzip.ts'

const payloads = xssPayloads('http://canary.example')
const every = payloads.map((_, index) => index)
const [first = ''] = payloads

/** One that says each in every place that takes words. */
const paper: Paper = {
  kind: 'special',
  layout: 'document',
  letterhead: first,
  number: first,
  secrecy: first,
  urgency: first,
  title: first,
  recipients: [first],
  blocks: [
    { kind: 'heading', level: 1, text: first },
    ...payloads.map((text) => ({ kind: 'paragraph' as const, runs: [{ text, cites: [1] }] })),
    { kind: 'table', caption: { text: first, cites: [] }, columns: [{ head: first, share: 1, align: 'left' }], rows: payloads.map((text) => [text]) },
    { kind: 'chart', caption: { text: first, cites: [] }, chart: { form: 'bars', unit: first, points: [{ label: first, value: 1 }] } }
  ],
  attachments: [first],
  signedBy: first,
  signedOn: '2026年11月28日',
  copiesTo: [first],
  printedBy: first,
  drill: false,
  sourcesIn: 'annex',
  sources: payloads.map((text, index) => ({ number: index + 1, text, short: text }))
}

/** Names of all elements of a file that has to be sound. @throws where it is not */
function elementsOf(xml: string): ReadonlySet<string> {
  const names = new Set<string>()
  const parser = sax.parser(true)
  parser.onopentag = ({ name }) => void names.add(name)
  Object.assign(parser, {
    onerror(error: Error) {
      throw error
    }
  })
  parser.write(xml).close()
  return names
}

function partsOf(bytes: Uint8Array): [string, string][] {
  return [...unzip(bytes)].filter(([name]) => /\.(?:xml|rels)$/.test(name)).map(([name, part]) => [name, part.toString('utf8')])
}

describe('texts that would be programs, in a file', { timeout: 120_000 }, () => {
  it('are text in every cell of a csv: none begins as a formula', () => {
    const text = csvText(payloads.map((payload) => [payload, payload]))
    expect(text).not.toMatch(/(?:^|,)"[\s\p{Cf}]*[=+\-@＝＋－＠]/mu)
    expect(payloadsIn(text).size).toBe(every.length)
  })

  it('are text in a docx: sound, with no element, field or link of theirs', async () => {
    const parts = partsOf(await writeDocx(paper))
    const names = new Set(parts.flatMap(([, xml]) => [...elementsOf(xml)]))
    expect([...names].filter((name) => /^(?:script|img|svg|iframe|w:hyperlink|w:object|w:altChunk)$/i.test(name))).toEqual([])
    expect(parts.filter(([name, xml]) => name.endsWith('.rels') && xml.includes('TargetMode="External"'))).toEqual([])
    const document = parts.find(([name]) => name === 'word/document.xml')?.[1] ?? ''
    expect(every.filter((index) => !payloadsIn(wordsOf(document)).has(index))).toEqual([])
  })

  it('are text in an xlsx: no cell has a formula', async () => {
    const sheet = { name: first, columns: [{ head: first, width: 20 }], rows: payloads.map((payload) => [payload]) }
    const parts = partsOf(await writeXlsx([sheet]))
    const names = new Set(parts.flatMap(([, xml]) => [...elementsOf(xml)]))
    expect([...names].filter((name) => /^(?:f|hyperlink|script|img|ddeLink|externalLink)$/.test(name))).toEqual([])
    const words = parts.map(([, xml]) => wordsOf(xml)).join('')
    expect(every.filter((index) => !payloadsIn(words).has(index))).toEqual([])
  })

  it('are text in the page that becomes a pdf, which runs and loads nothing at all', () => {
    const page = paperHtml(paper)
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(page).not.toMatch(/<[^>]*wlmark/)
    expect(every.filter((index) => !payloadsIn(page).has(index))).toEqual([])
  })
})
