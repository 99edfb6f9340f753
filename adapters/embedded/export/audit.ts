import { chainStart } from '../../../core/incident/chain.ts'
import type { MoveSource } from '../../../core/moved.ts'
import type { AuditLog } from '../../../core/ports.ts'
import type { AuditEntry } from '../../../core/records.ts'
import type { Connection } from '../connection.ts'
import { rowsAPage } from './pages.ts'

export function auditSource(audit: Pick<AuditLog, 'read'>): MoveSource<AuditEntry> {
  return {
    async *pages(after) {
      let seq = Number(after ?? 0)
      for (;;) {
        const rows = await audit.read(seq, rowsAPage)
        const last = rows.at(-1)
        if (last === undefined) return
        seq = last.seq
        yield { rows, cursor: String(seq) }
      }
    }
  }
}

/** Hash of the newest entry; that of the start of every chain when there is none. */
export function readAuditHead(connection: Connection): string {
  return connection.get<{ hash: string }>('SELECT hash FROM audit ORDER BY seq DESC LIMIT 1')?.hash ?? chainStart
}
