/** The thread that writes office files: a large paper is half a second of work, and who asks for one has people to answer meanwhile. */
import { parentPort } from 'node:worker_threads'
import type { Sheet } from '../../core/reports/ledger-book.ts'
import type { Paper } from '../../core/reports/paper.ts'
import { writeDocx } from './docx.ts'
import { writeXlsx } from './xlsx.ts'

export type OfficeOrder = { readonly form: 'docx'; readonly paper: Paper } | { readonly form: 'xlsx'; readonly sheets: readonly Sheet[] }
export type OfficeRequest = OfficeOrder & { readonly id: number }
export type OfficeReply = { readonly id: number } & ({ readonly bytes: Uint8Array<ArrayBuffer> } | { readonly failed: string })

parentPort?.on('message', (request: OfficeRequest) => {
  void replyTo(request).then((reply) => parentPort?.postMessage(reply, 'bytes' in reply ? [reply.bytes.buffer] : []))
})

async function replyTo(request: OfficeRequest): Promise<OfficeReply> {
  const { id } = request
  try {
    return { id, bytes: request.form === 'docx' ? await writeDocx(request.paper) : await writeXlsx(request.sheets) }
  } catch (error) {
    return { id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
