import { inflateRawSync } from 'node:zlib'
import { sha256OfBytes } from '../adapters/hash.ts'
import { reportKindWords, type ReportKind } from '../core/reports/report-kind.ts'
import type { ReportView } from '../dashboard-api/contract-reports.ts'
import type { DeskClient } from './desk-client.ts'
import type { Expectation } from './expectations.ts'

/** One paper as the summary tells of it. */
export interface PaperMade {
  readonly kind: ReportKind
  readonly title: string
  readonly number: string
  readonly docxBytes: number
  /** Null where this machine has no browser to print with. */
  readonly pdfBytes: number | null
}

/** Every paper of the script is there, downloaded as a person does, opens, says what it is about, and bears the drill's mark. */
export async function paperExpectations(
  desk: DeskClient,
  kinds: readonly ReportKind[]
): Promise<{ expectations: Expectation[]; papers: PaperMade[] }> {
  const rows = await desk.papers()
  const expectations: Expectation[] = []
  const papers: PaperMade[] = []
  for (const kind of kinds) {
    const row = rows.find((one) => one.kind === kind)
    const faults = row === undefined ? ['没有制成'] : await faultsOf(desk, row)
    expectations.push({
      name: `文书：${reportKindWords[kind]}有 docx 和 PDF，打得开`,
      held: faults.length === 0,
      detail: faults.join('；') || `《${row?.title}》${row?.number}`
    })
    if (row !== undefined)
      papers.push({ kind, title: row.title, number: row.number, docxBytes: sizeOf(row, 'docx') ?? 0, pdfBytes: sizeOf(row, 'pdf') })
  }
  return { expectations, papers }
}

function sizeOf({ files }: ReportView, format: string): number | null {
  return files.find((file) => file.format === format)?.bytes ?? null
}

/** A machine without a browser prints no PDF, and the paper says so: then that is no fault. */
async function faultsOf(desk: DeskClient, row: ReportView): Promise<string[]> {
  const faults: string[] = row.drill ? [] : ['没有演练标记']
  const read = async (format: 'docx' | 'pdf'): Promise<Buffer | null> => {
    const file = row.files.find((one) => one.format === format)
    if (file === undefined) return null
    const bytes = await desk.paperFile(row.id, format)
    if (sha256OfBytes(bytes) !== file.sha256) faults.push(`${format} 与登记的哈希不符`)
    return bytes
  }
  const [docx, pdf] = [await read('docx'), await read('pdf')]
  const words = docx === null ? null : wordsOf(docx)
  if (words === null) faults.push('docx 打不开')
  else if (!words.includes('演练')) faults.push('docx 没有演练标记')
  if (pdf === null) {
    if (!row.problems.some((problem) => problem.includes('PDF'))) faults.push('没有 PDF，也没有写明原因')
  } else if (!isWholePdf(pdf)) faults.push('PDF 不完整')
  return faults
}

/** The words of the document part of a docx; null for what is none. */
export function wordsOf(docx: Buffer): string | null {
  const part = memberOf(docx, 'word/document.xml')
  return part === null ? null : part.toString('utf8').replaceAll(/<[^>]*>/g, '')
}

export function isWholePdf(pdf: Buffer): boolean {
  return (
    pdf.toString('latin1', 0, 5) === '%PDF-' && pdf.toString('latin1').trimEnd().endsWith('%%EOF') && /\/Type\s*\/Page\b/.test(pdf.toString('latin1'))
  )
}

/** A file of a zip by its central directory, read by hand as another program would. */
function memberOf(zip: Buffer, name: string): Buffer | null {
  const end = zip.lastIndexOf('PK\u0005\u0006', undefined, 'latin1')
  if (end < 0) return null
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extraLength, commentLength] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)]
    if (zip.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const local = zip.readUInt32LE(at + 42)
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
      const data = zip.subarray(start, start + zip.readUInt32LE(at + 20))
      return zip.readUInt16LE(at + 10) === 0 ? data : inflateRawSync(data)
    }
    at += 46 + nameLength + extraLength + commentLength
  }
  return null
}
