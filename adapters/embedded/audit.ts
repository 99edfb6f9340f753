import { canonicalJson } from '../../core/canonical-json.ts'
import { chainStart } from '../../core/incident/chain.ts'
import type { AuditHead, AuditLog } from '../../core/ports.ts'
import type { AuditEntry } from '../../core/records.ts'
import { sha256 } from '../hash.ts'
import type { Connection } from './connection.ts'
import type { WorkerClient } from './worker-client.ts'

type NewEntry = Parameters<AuditLog['append']>[0][number]
type Row = Omit<AuditEntry, 'actor'> & { readonly actor: string }

export const auditWrites = {
  appendAudit: (connection: Connection, { entries }: { entries: readonly NewEntry[] }): null => {
    const last = connection.get<{ seq: number; hash: string }>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1')
    let seq = last?.seq ?? 0
    let previous = last?.hash ?? chainStart
    for (const { at, actor, action, subject, detail } of entries) {
      seq += 1
      const hash = sha256(canonicalJson({ seq, at, actor, action, subject, detail, previous }))
      connection.run(
        'INSERT INTO audit (seq, at, actor, action, subject, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        seq,
        at,
        JSON.stringify(actor),
        action,
        subject,
        detail,
        previous,
        hash
      )
      previous = hash
    }
    return null
  }
}

export const auditReads = {
  readAudit: (connection: Connection, { after, limit }: { after: number; limit: number }): AuditEntry[] =>
    connection
      .all<Row>('SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?', after, limit)
      .map((row) => ({ ...row, actor: JSON.parse(row.actor) as AuditEntry['actor'] })),

  auditHead: (connection: Connection): AuditHead =>
    connection.get<AuditHead>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1') ?? { seq: 0, hash: chainStart }
}

/** Each entry's hash is SHA-256 over the canonical JSON of all its other fields. */
export function createAuditLog(writer: WorkerClient, reader: WorkerClient): AuditLog {
  const write = writer.caller<typeof auditWrites>()
  const read = reader.caller<typeof auditReads>()
  return {
    async append(entries) {
      if (entries.length > 0) await write('appendAudit', { entries })
    },
    read: (after, limit) => read('readAudit', { after, limit }),
    head: () => read('auditHead', undefined)
  }
}
