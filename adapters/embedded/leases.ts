import { InvalidInputError } from '../../core/errors.ts'
import type { Leases } from '../../core/ports.ts'
import type { Connection } from './connection.ts'
import type { WorkerClient } from './worker-client.ts'

const maxLeaseMs = 30_000

interface Acquire {
  readonly name: string
  readonly holder: string
  readonly nowElapsedMs: number
  readonly leaseMs: number
}

export const leaseWrites = {
  /** The holder renews under its fence; a new holder gets the next. Rows are never deleted, so a fence only grows. */
  acquireLease: (connection: Connection, { name, holder, nowElapsedMs, leaseMs }: Acquire): { fence: number } | null =>
    connection.get<{ fence: number }>(
      `INSERT INTO leases (name, holder, fence, until_ms) VALUES (?1, ?2, 1, ?3 + ?4)
       ON CONFLICT DO UPDATE SET fence = fence + (holder IS NOT ?2), holder = ?2, until_ms = ?3 + ?4
         WHERE holder IS NULL OR holder = ?2 OR until_ms <= ?3 OR until_ms > ?3 + ?5
       RETURNING fence`,
      name,
      holder,
      nowElapsedMs,
      leaseMs,
      maxLeaseMs
    ) ?? null,

  releaseLease: (connection: Connection, { name, holder }: { name: string; holder: string }): null => {
    connection.run('UPDATE leases SET holder = NULL, until_ms = 0 WHERE name = ? AND holder = ?', name, holder)
    return null
  }
}

export function createLeases(writer: WorkerClient): Leases {
  const write = writer.caller<typeof leaseWrites>()
  return {
    async acquire(name, holder, nowElapsedMs, leaseMs) {
      if (!(leaseMs > 0 && leaseMs <= maxLeaseMs)) throw new InvalidInputError(`lease ${name}: lasts at most ${maxLeaseMs} ms`)
      return write('acquireLease', { name, holder, nowElapsedMs, leaseMs })
    },
    async release(name, holder) {
      await write('releaseLease', { name, holder })
    }
  }
}
