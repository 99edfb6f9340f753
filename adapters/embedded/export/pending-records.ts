import type { LogRecord } from '../../../core/ports.ts'
import type { Topic } from '../../../core/records.ts'
import type { Connection } from '../connection.ts'
import { logReads } from '../log-operations.ts'
import { committedOffset } from '../partition-claims.ts'
import { partitionsOf } from '../partitions.ts'
import { rowsAPage } from './pages.ts'

export interface RecordPlace {
  readonly partition: number
  readonly offset: number
}

/** Records of a topic that a group has not committed, or all of them, partition by partition, oldest first. */
export function* pendingRecords(
  connection: Connection,
  { topic, group }: { readonly topic: Topic; readonly group: string | null },
  after: RecordPlace | null
): Generator<readonly LogRecord[]> {
  for (const partition of partitionsOf(topic)) {
    if (after !== null && partition.partition < after.partition) continue
    let offset = group === null ? 0 : committedOffset(connection, { ...partition, group })
    if (after?.partition === partition.partition) offset = Math.max(offset, after.offset)
    for (;;) {
      const records = logReads.fetchRecords(connection, { partition, after: offset, limit: rowsAPage })
      const last = records.at(-1)
      if (last === undefined) break
      offset = last.offset
      yield records
    }
  }
}
