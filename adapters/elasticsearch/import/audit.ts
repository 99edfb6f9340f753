import type { MoveTarget } from '../../../core/moved.ts'
import type { AuditLog } from '../../../core/ports.ts'
import type { AuditEntry } from '../../../core/records.ts'
import { auditKind, idOf, newestHead, type AuditSource } from '../audit.ts'
import { Documents } from '../documents.ts'
import { StoreOverloadedError } from '../errors.ts'
import type { StoreDeps } from '../open.ts'

export interface AuditTarget extends MoveTarget<AuditEntry> {
  /** Hash of the newest entry. */
  head(): Promise<string>
}

/** Entries as they are, numbers and hashes too: the chain goes on where it was, also where it is broken. */
export function auditTarget(deps: StoreDeps, audit: Pick<AuditLog, 'read'>): AuditTarget {
  const documents = new Documents<AuditSource>(deps, auditKind)
  return {
    async put(rows) {
      const { seq } = await newestHead(documents)
      const rest = rows.filter((entry) => entry.seq > seq)
      const [first, last] = [rest[0], rest.at(-1)]
      if (first === undefined || last === undefined) return
      const source = { firstSeq: first.seq, lastSeq: last.seq, lastHash: last.hash, append: 'moved', entries: JSON.stringify(rest) }
      const created = await documents.create(idOf(first.seq), source)
      // Only by a write of ours whose answer was lost: whoever tries again sees it.
      if (created === null) throw new StoreOverloadedError(`Elasticsearch：审计：第 ${first.seq} 条已有，但尚读不到`)
    },
    async find(rows) {
      const [first, last] = [rows[0], rows.at(-1)]
      if (first === undefined || last === undefined) return []
      const stored = await audit.read(first.seq - 1, last.seq - first.seq + 1)
      const bySeq = new Map(stored.map((entry) => [entry.seq, entry]))
      return rows.map(({ seq }) => bySeq.get(seq) ?? null)
    },
    count: async () => (await newestHead(documents)).seq,
    head: async () => (await newestHead(documents)).hash
  }
}
