import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../core/clock.ts'
import type { Stores } from '../../core/ports.ts'
import { createAccounts } from './accounts.ts'
import { createAuditLog } from './audit.ts'
import { createCrawlState } from './crawl-state.ts'
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
}

/**
 * Every store on one SQLite file: one writing thread, one reading thread, one for searches.
 * @throws AlreadyRunningError when `lock` and another live process holds the folder; NewerSchemaError
 */
export async function openEmbedded({ directory, clock, lock }: EmbeddedOptions): Promise<Stores & { close(): Promise<void> }> {
  await mkdir(directory, { recursive: true })
  const held = lock ? lockDirectory(directory) : null
  const threads = await startThreads(join(directory, 'wanglou.db')).catch((error: unknown) => {
    held?.release()
    throw error
  })
  const { writer, reader, searcher } = threads
  const log = new EmbeddedEventLog(writer, reader, clock)
  return {
    log,
    mentions: createMentionStore(writer, reader, searcher),
    incidents: createIncidentStore(writer, reader),
    notices: createNoticeStore(writer, reader),
    audit: createAuditLog(writer, reader),
    evidence: createEvidenceStore(join(directory, 'evidence')),
    leases: createLeases(writer),
    crawl: createCrawlState(writer, reader),
    accounts: createAccounts(writer, reader),
    async close() {
      try {
        await log.close()
      } finally {
        // Readers first: the last checkpoint empties the write-ahead log only when nobody reads it.
        await Promise.all([reader.close(), searcher.close()]).finally(() => writer.close()).finally(() => held?.release())
      }
    }
  }
}

/** The writer makes the file and its schema, so it starts first. */
async function startThreads(file: string): Promise<{ writer: WorkerClient; reader: WorkerClient; searcher: WorkerClient }> {
  const writer = await WorkerClient.start(new URL('./writer-worker.ts', import.meta.url), { file })
  const script = new URL('./reader-worker.ts', import.meta.url)
  const started = await Promise.allSettled([WorkerClient.start(script, { file }), WorkerClient.start(script, { file })])
  const [reader, searcher] = started
  if (reader.status === 'fulfilled' && searcher.status === 'fulfilled') return { writer, reader: reader.value, searcher: searcher.value }
  await Promise.all([writer, ...started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))].map((thread) => thread.close()))
  throw reader.status === 'rejected' ? reader.reason : (searcher as PromiseRejectedResult).reason
}
