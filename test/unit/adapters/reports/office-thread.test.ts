import { afterEach, describe, expect, it } from 'vitest'
import { createOfficeFiles, OfficeFileError, type OfficeFiles } from '../../../../adapters/reports/office-files.ts'
import type { Paper } from '../../../../core/reports/paper.ts'
import { unzip, wordsOf } from '../../../support/unzip.ts'

const paperOf = (title: string): Paper => ({
  kind: 'flash',
  layout: 'bulletin',
  letterhead: '网络舆情快报',
  number: '第1期',
  secrecy: null,
  urgency: null,
  title,
  recipients: [],
  blocks: [],
  attachments: [],
  signedBy: '值班台',
  signedOn: '2031年3月13日',
  copiesTo: [],
  printedBy: '值班台',
  drill: false,
  sourcesIn: 'foot',
  sources: []
})

let files: OfficeFiles
afterEach(() => files.close())

const titleIn = (bytes: Uint8Array): string => wordsOf(unzip(bytes).get('word/document.xml')?.toString('utf8') ?? '')

describe('the thread that writes office files', { timeout: 60_000 }, () => {
  it('gives each who asks at once the own file', async () => {
    files = createOfficeFiles()
    const [one, two, book] = await Promise.all([
      files.docx(paperOf('甲件')),
      files.docx(paperOf('乙件')),
      files.xlsx([{ name: '台账', columns: [{ head: '编号', width: 8 }], rows: [[1]] }])
    ])
    expect(titleIn(one)).toContain('甲件')
    expect(titleIn(two)).toContain('乙件')
    expect(unzip(book).has('xl/workbook.xml')).toBe(true)
  })

  it('says what it could not write, and writes the next', async () => {
    files = createOfficeFiles()
    const broken = { ...paperOf('坏件'), blocks: null } as unknown as Paper
    await expect(files.docx(broken)).rejects.toThrow(OfficeFileError)
    expect(titleIn(await files.docx(paperOf('好件')))).toContain('好件')
  })

  it('ends after what it has in hand, and starts anew', async () => {
    files = createOfficeFiles()
    const writing = files.docx(paperOf('在手'))
    await files.close()
    expect(titleIn(await writing)).toContain('在手')
    expect(titleIn(await files.docx(paperOf('再开')))).toContain('再开')
  })
})
