import { ConflictError } from '../../core/errors.ts'
import type { LogRecord } from '../../core/ports.ts'
import type { Topic } from '../../core/records.ts'
import type { Connection } from './connection.ts'
import { claimPartitions, committedOffset, endOf, holdsFence, releasePartitions, type Claim } from './partition-claims.ts'
import { allPartitions, partitionOfKey, partitionsOf, slotOf, tableOf, type Partition } from './partitions.ts'

/** Characters of one batch, so that a few huge records do not fill the memory; one record always comes. */
const maxBatchCharacters = 8_000_000

/** Last offset of each partition, by slot. */
export type Ends = Readonly<Record<string, number>>

export const logWrites = {
  /** Where the partitions end now that were appended to. */
  appendRecords: (
    connection: Connection,
    { topic, records }: { topic: Topic; records: readonly { readonly key: string; readonly value: string }[] }
  ): Ends => {
    const ends: Record<string, number> = {}
    for (const { key, value } of records) {
      const partition = { topic, partition: partitionOfKey(topic, key) }
      const added = connection.get<{ offset: number }>(`INSERT INTO ${tableOf(partition)} (key, value) VALUES (?, ?) RETURNING offset`, key, value)
      if (added !== undefined) ends[slotOf(partition)] = added.offset
    }
    return ends
  },

  claimPartitions,
  releasePartitions,

  /** @throws ConflictError when somebody else has the partition by now */
  commitOffset: (connection: Connection, { claim, offset }: { claim: Claim; offset: number }): null => {
    if (!holdsFence(connection, claim)) {
      throw new ConflictError(`log: ${claim.group} lost ${slotOf(claim)} before it committed`, {
        metadata: { group: claim.group, slot: slotOf(claim) }
      })
    }
    connection.run(
      `INSERT INTO log_groups (topic, grp, partition, committed) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET committed = excluded.committed`,
      claim.topic,
      claim.group,
      claim.partition,
      offset
    )
    return null
  }
}

export const logReads = {
  logEnds: (connection: Connection): Ends => Object.fromEntries(allPartitions.map((partition) => [slotOf(partition), endOf(connection, partition)])),

  fetchRecords: (connection: Connection, { partition, after, limit }: { partition: Partition; after: number; limit: number }): LogRecord[] => {
    const records: LogRecord[] = []
    let characters = 0
    const sql = `SELECT offset, key, value FROM ${tableOf(partition)} WHERE offset > ? ORDER BY offset LIMIT ?`
    for (const row of connection.iterate<{ offset: number; key: string; value: string }>(sql, after, limit)) {
      characters += row.value.length
      if (records.length > 0 && characters > maxBatchCharacters) break
      records.push({ topic: partition.topic, partition: partition.partition, offset: row.offset, key: row.key, value: row.value })
    }
    return records
  },

  readRecords: (
    connection: Connection,
    { topic, after, limit }: { topic: Topic; after: { partition: number; offset: number } | null; limit: number }
  ): LogRecord[] => {
    const records: LogRecord[] = []
    for (const partition of partitionsOf(topic)) {
      if (after !== null && partition.partition < after.partition) continue
      const from = after?.partition === partition.partition ? after.offset : 0
      const fetched = logReads.fetchRecords(connection, { partition, after: from, limit: limit - records.length })
      records.push(...fetched)
      // The next page goes on behind the last record: a partition that was cut short must be the last of this one.
      if (records.length >= limit || (fetched.at(-1)?.offset ?? from) < endOf(connection, partition)) break
    }
    return records
  },

  /** Records not committed; those that were pruned are gone and do not count. */
  logLag: (connection: Connection, { topic, group }: { topic: Topic; group: string }): number =>
    partitionsOf(topic).reduce((sum, partition) => {
      const committed = committedOffset(connection, { ...partition, group })
      return sum + (connection.get<{ n: number }>(`SELECT count(*) AS n FROM ${tableOf(partition)} WHERE offset > ?`, committed)?.n ?? 0)
    }, 0)
}
