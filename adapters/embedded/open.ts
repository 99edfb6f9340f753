import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../core/clock.ts'
import type { Stores } from '../../core/ports.ts'
import { createAccounts } from './accounts.ts'
import { createAuditLog } from './audit.ts'
import { createCrawlState } from './crawl-state.ts'
import { createDocumentNumbers } from './document-numbers.ts'
import { EmbeddedEventLog } from './event-log.ts'
import { createEvidenceStore } from './evidence.ts'
import { createIncidentStore } from './incidents.ts'
import { createLeases } from './leases.ts'
import { lockDirectory } from './lock.ts'
import { createMentionStore } from './mention-store.ts'
import { createNoticeStore } from './notices.ts'
import { WorkerClient } from './worker-client.ts'

export interface EmbeddedOptions {
  /** Holds `wanglou.db` and `evidence/`; made when it does not exist. */
  readonly directory: string
  readonly clock: Clock
  /** Keeps every other locking process out; processes that do not ask for the lock may work beside it. */
  readonly lock: boolean
  /** Reads and searches by one thread: a command asks one thing after the other, and a thread holds some 40 MB. */
  readonly oneReader?: boolean
}

/**
 * Every store on one SQLite file: one writing thread, one reading thread, and one for searches unless `oneReader`.
 * @throws AlreadyRunningError when `lock` and another live process holds the folder; NewerSchemaError
 */
export async function openEmbedded({ directory, clock, lock, oneReader = false }: EmbeddedOptions): Promise<Stores & { close(): Promise<void> }> {
  await mkdir(directory, { recursive: true })
  await using opened = new AsyncDisposableStack()
  if (lock) {
    const held = lockDirectory(directory)
    opened.defer(() => held.release())
  }
  const file = join(directory, 'wanglou.db')
  // To be closed from its start on: of two that start side by side one may fail before the other is there.
  const start = (script: string): Promise<WorkerClient> => {
    const starting = WorkerClient.start(new URL(script, import.meta.url), { file })
    opened.defer(() =>
      starting.then(
        (thread) => thread.close(),
        () => {}
      )
    )
    return starting
  }
  // The writer makes the file and its schema, so it starts first; it ends last, and empties the write-ahead log then.
  const writer = await start('./writer-worker.ts')
  const starting = start('./reader-worker.ts')
  const [reader, searcher] = await Promise.all([starting, oneReader ? starting : start('./reader-worker.ts')])
  const log = new EmbeddedEventLog(writer, reader, clock)
  opened.defer(() => log.close())
  const closing = opened.move()
  return {
    log,
    mentions: createMentionStore(writer, reader, searcher),
    incidents: createIncidentStore(writer, reader),
    notices: createNoticeStore(writer, reader),
    audit: createAuditLog(writer, reader),
    evidence: createEvidenceStore(join(directory, 'evidence')),
    leases: createLeases(writer),
    documentNumbers: createDocumentNumbers(writer, reader),
    crawl: createCrawlState(writer, reader),
    accounts: createAccounts(writer, reader),
    close: () => closing.disposeAsync()
  }
}
