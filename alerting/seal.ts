import { machine } from '../core/actor.ts'
import type { Clock } from '../core/clock.ts'
import { Grade } from '../core/grade.ts'
import { headHash, type IncidentDocument } from '../core/incident/state.ts'
import { sealLine } from '../core/incident/update.ts'
import type { AuditLog, IncidentStore } from '../core/ports.ts'

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

/** Of each grade so many ended incidents, the newest, are looked at when the role starts. */
const mostEnded = 200
const auditPage = 5000

/**
 * Ended incidents whose head the audit log does not have: a kill between the last write and its hint leaves one, and the sweep reads
 * open ones only. Reads the audit log from its start until all heads are found.
 */
export async function endedUnsealed(
  incidents: Pick<IncidentStore, 'list'>,
  audit: Pick<AuditLog, 'read'>,
  signal: AbortSignal
): Promise<readonly IncidentDocument[]> {
  const unsealed = new Map<string, IncidentDocument>()
  for (const grade of [...Grade.options, null]) {
    const ended = await incidents.list({ status: ['closed', 'dismissed', 'merged'], grades: [grade], limit: mostEnded })
    for (const document of ended) unsealed.set(`${document.id} ${headHash(document)}`, document)
  }
  for (let after: number | undefined = 0; after !== undefined && unsealed.size > 0 && !signal.aborted;) {
    const entries = await audit.read(after, auditPage)
    for (const { action, subject, detail } of entries) if (action === 'seal') unsealed.delete(`${subject} ${detail.split(' ').at(-1)}`)
    after = entries.at(-1)?.seq
  }
  return signal.aborted ? [] : [...unsealed.values()]
}
