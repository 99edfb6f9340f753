import type { Instant } from '../instant.ts'
import type { EvidenceStore } from '../ports.ts'
import type { Sheet } from './ledger-book.ts'
import type { Paper } from './paper.ts'
import { plainTitle } from './plain-text.ts'
import type { ReportFile, ReportFormat, ReportRecord } from './report-book.ts'

/** What turns a paper into bytes. PDF is null where the machine has no browser to print with. */
export interface ReportWriters {
  readonly docx: (paper: Paper) => Promise<Uint8Array>
  readonly pdf: ((paper: Paper) => Promise<Uint8Array>) | null
  readonly xlsx: (sheets: readonly Sheet[]) => Promise<Uint8Array>
}

const contentTypes = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
} as const satisfies Record<ReportFormat, string>

/** The paper in every form, kept by the hash of its bytes. */
export async function writeFiles(
  { writers, stores }: { readonly writers: ReportWriters; readonly stores: { readonly evidence: Pick<EvidenceStore, 'put'> } },
  paper: Paper,
  sheets: readonly Sheet[] | null,
  at: Instant
): Promise<Pick<ReportRecord, 'files' | 'problems'>> {
  const { pdf } = writers
  const name = fileName(paper.title)
  const wanted: readonly (readonly [ReportFormat, () => Promise<Uint8Array>])[] = [
    ['docx', () => writers.docx(paper)],
    ...(pdf === null ? [] : [['pdf', () => pdf(paper)] as const]),
    ...(sheets === null ? [] : [['xlsx', () => writers.xlsx(sheets)] as const])
  ]
  const problems = pdf === null ? ['没有生成 PDF：本机没有 Chromium，可用 WANGLOU_CHROMIUM 指明'] : []
  // Each has a process or a thread of its own.
  const written = await Promise.all(wanted.map(async ([format, write]) => ({ format, bytes: await write() })))
  const files: ReportFile[] = []
  for (const { format, bytes } of written) {
    const key = await stores.evidence.put(bytes, { url: null, contentType: contentTypes[format], at })
    files.push({ format, name: `${name}.${format}`, key, bytes: bytes.byteLength })
  }
  return { files, problems }
}

/** A name that every file system takes. */
function fileName(title: string): string {
  return plainTitle(title, 60).replaceAll(/[\\/:*?"<>|.\s]+/gu, '_')
}
