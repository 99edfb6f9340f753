import { machine } from '../core/actor.ts'
import type { Clock } from '../core/clock.ts'
import type { IncidentDocument } from '../core/incident/state.ts'
import { sealLine } from '../core/incident/update.ts'
import type { AuditLog } from '../core/ports.ts'

export interface Seals {
  /** A document was read: its head is sealed with the next batch when it is newer than the last one sealed. */
  note(document: IncidentDocument): void
  /** Writes the batch. What fails stays for the next one. */
  flush(): Promise<void>
  waiting(): number
}

/**
 * The heads of changed incidents go into the audit log, many in one append, so that rewriting a timeline would need the
 * audit chain rewritten too. After a restart each incident that is read is sealed once more, which is harmless.
 */
export function createSeals({ audit, clock }: { readonly audit: Pick<AuditLog, 'append'>; readonly clock: Clock }): Seals {
  const sealed = new Map<string, number>()
  const waiting = new Map<string, IncidentDocument>()
  let writing: Promise<void> = Promise.resolve()

  async function write(): Promise<void> {
    const batch = [...waiting.values()]
    if (batch.length === 0) return
    const at = clock.now()
    await audit.append(
      batch.map((document) => ({ at, actor: machine('alerting'), action: 'seal', subject: document.id, detail: sealLine(document) }))
    )
    for (const document of batch) {
      if (waiting.get(document.id) === document) waiting.delete(document.id)
      if (document.state.status === 'open') sealed.set(document.id, document.version)
      else sealed.delete(document.id)
    }
  }

  return {
    note(document) {
      const newest = Math.max(sealed.get(document.id) ?? 0, waiting.get(document.id)?.version ?? 0)
      if (document.version > newest) waiting.set(document.id, document)
    },
    flush() {
      writing = writing.catch(() => {}).then(write)
      return writing
    },
    waiting: () => waiting.size
  }
}
