import { existsSync } from 'node:fs'
import { stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { lastSweepPlace, sweepOf } from '../../core/last-sweep.ts'
import type { SourceHealth } from '../../core/source.ts'
import { crawlReads } from './crawl-state.ts'
import { openForReading } from './database.ts'
import { fromSqlite, StoreBusyError } from './errors.ts'
import { logReads } from './log-operations.ts'
import { migrations } from './schema.ts'

/** What `doctor` says of a data folder. */
export interface FolderReport {
  readonly schema: number
  /** What this program brings a folder to. */
  readonly newestSchema: number
  readonly databaseBytes: number
  /** Written but not yet in the database file itself. */
  readonly writeAheadBytes: number
  readonly isInUse: boolean
  /** What SQLite finds wrong; empty: nothing. */
  readonly faults: readonly string[]
  readonly mentions: number
  /** Records that wait. */
  readonly unassessed: number
  readonly ungrouped: number
  readonly deadLetters: number
  /** Real milliseconds of the newest sweep; null: there was none. */
  readonly sweptElapsedMs: number | null
  readonly sources: readonly SourceHealth[]
}

const mostFaults = 10
const unread = { mentions: 0, unassessed: 0, ungrouped: 0, deadLetters: 0, sweptElapsedMs: null, sources: [] }

/** What is found in a data folder, without changing anything there; null: no data. @throws DamagedDataError, StoreBusyError */
export async function describeFolder(directory: string): Promise<FolderReport | null> {
  const file = path.join(directory, 'wanglou.db')
  if (!existsSync(file)) return null
  try {
    return { ...readDatabase(file), databaseBytes: await sizeOf(file), writeAheadBytes: await sizeOf(`${file}-wal`), isInUse: isLocked(directory) }
  } catch (error) {
    throw fromSqlite(error)
  }
}

/** Bytes that are left where the folder is, or will be. */
export async function freeBytes(directory: string): Promise<number> {
  let place = path.resolve(directory)
  while (!existsSync(place)) place = path.dirname(place)
  const { bavail, bsize } = await statfs(place)
  return bavail * bsize
}

function readDatabase(file: string): Omit<FolderReport, 'databaseBytes' | 'writeAheadBytes' | 'isInUse'> {
  const connection = openForReading(file)
  try {
    const schema = connection.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
    const found = connection.all<{ quick_check: string }>(`PRAGMA quick_check(${mostFaults})`).map(({ quick_check: fault }) => fault)
    const faults = found.filter((fault) => fault !== 'ok')
    const known = { schema, newestSchema: migrations.length, faults }
    // Tables of another schema may be others; damaged ones may not be read.
    if (schema !== migrations.length || faults.length > 0) return { ...known, ...unread }
    return {
      ...known,
      mentions: connection.get<{ n: number }>('SELECT count(*) AS n FROM mentions')?.n ?? 0,
      unassessed: logReads.logLag(connection, { topic: 'mentions', group: 'assess' }),
      ungrouped: logReads.logLag(connection, { topic: 'assessed', group: 'group' }),
      deadLetters: logReads.logLag(connection, { topic: 'dead-letters', group: '' }),
      sweptElapsedMs: sweepOf(crawlReads.getCursor(connection, lastSweepPlace)),
      sources: crawlReads.listHealth(connection)
    }
  } finally {
    connection.close()
  }
}

/** Whether a process holds the lock of `lock.ts`; only looks. */
function isLocked(directory: string): boolean {
  const file = path.join(directory, 'lock.db')
  if (!existsSync(file)) return false
  const database = new DatabaseSync(file, { readOnly: true, timeout: 0 })
  try {
    database.prepare('SELECT count(*) FROM sqlite_master').get()
    return false
  } catch (error) {
    if (fromSqlite(error) instanceof StoreBusyError) return true
    throw error
  } finally {
    database.close()
  }
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0
  )
}
