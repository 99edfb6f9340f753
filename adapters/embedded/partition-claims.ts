import type { Topic } from '../../core/records.ts'
import { asJsonList, type Connection } from './connection.ts'
import { tableOf, type Partition } from './partitions.ts'
import { isGone, type ProcessIdentity } from './process-identity.ts'

/** One subscription's wish to consume a partition. */
export interface Wish extends Partition {
  readonly group: string
  readonly holder: string
  /** Where the group begins if it never committed. */
  readonly from: 'start' | 'end'
}

/** A partition that the holder may consume from the record after `committed`. */
export interface Claim extends Wish {
  readonly fence: number
  readonly committed: number
}

interface LeaseRow {
  readonly fence: number
  readonly holder: string | null
  readonly host: string | null
  readonly pid: number | null
  readonly pid_started: string | null
  readonly until_ms: number
}

/** Takes or renews what is free, ours, run out, or held by a process that is dead; what another one holds is left out. */
export function claimPartitions(
  connection: Connection,
  { wishes, by, nowElapsedMs, leaseMs }: { wishes: readonly Wish[]; by: ProcessIdentity; nowElapsedMs: number; leaseMs: number }
): Claim[] {
  return wishes.flatMap((wish) => {
    const key = [wish.topic, wish.group, wish.partition] as const
    const lease = connection.get<LeaseRow>('SELECT * FROM log_leases WHERE topic = ? AND grp = ? AND partition = ?', ...key)
    if (lease !== undefined && lease.holder !== wish.holder && !isFree(lease, nowElapsedMs, leaseMs)) return []
    const fence = lease?.holder === wish.holder ? lease.fence : (lease?.fence ?? 0) + 1
    connection.run(
      `INSERT OR REPLACE INTO log_leases (topic, grp, partition, fence, holder, host, pid, pid_started, until_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...key,
      fence,
      wish.holder,
      by.host,
      by.pid,
      by.started,
      nowElapsedMs + leaseMs
    )
    if (wish.from === 'end') beginAtEnd(connection, wish)
    return [{ ...wish, fence, committed: committedOffset(connection, wish) }]
  })
}

/** Written down at once, so that a group which has handled nothing yet goes on from there too. */
function beginAtEnd(connection: Connection, { topic, group, partition }: Wish): void {
  const sql = 'INSERT INTO log_groups (topic, grp, partition, committed) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'
  connection.run(sql, topic, group, partition, endOf(connection, { topic, partition }))
}

/** Offset of the last record; 0 when there is none. */
export function endOf(connection: Connection, partition: Partition): number {
  return connection.get<{ end: number | null }>(`SELECT max(offset) AS end FROM ${tableOf(partition)}`)?.end ?? 0
}

/** A lease that ends later than any could was made before the clock was set back. */
function isFree(lease: LeaseRow, nowElapsedMs: number, leaseMs: number): boolean {
  if (lease.holder === null || lease.host === null || lease.pid === null) return true
  if (lease.until_ms <= nowElapsedMs || lease.until_ms > nowElapsedMs + 10 * leaseMs) return true
  return isGone({ host: lease.host, pid: lease.pid, started: lease.pid_started })
}

export function releasePartitions(connection: Connection, { holders }: { holders: readonly string[] }): null {
  connection.run('UPDATE log_leases SET holder = NULL, until_ms = 0 WHERE holder IN (SELECT value FROM json_each(?))', asJsonList(holders))
  return null
}

export function holdsFence(connection: Connection, claim: Claim): boolean {
  const sql = 'SELECT 1 FROM log_leases WHERE topic = ? AND grp = ? AND partition = ? AND holder = ? AND fence = ?'
  return connection.get(sql, claim.topic, claim.group, claim.partition, claim.holder, claim.fence) !== undefined
}

export function committedOffset(connection: Connection, of: { topic: Topic; group: string; partition: number }): number {
  const sql = 'SELECT committed FROM log_groups WHERE topic = ? AND grp = ? AND partition = ?'
  return connection.get<{ committed: number }>(sql, of.topic, of.group, of.partition)?.committed ?? 0
}
