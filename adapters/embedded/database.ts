import { DatabaseSync } from 'node:sqlite'
import { Connection } from './connection.ts'
import { NewerSchemaError } from './errors.ts'
import { migrations } from './schema.ts'

/** How long a statement waits for another process's write; commits take milliseconds, a checkpoint rarely a second. */
const busyTimeoutMs = 10_000

/**
 * Opens the one writing connection of this process and brings the schema up to date. `synchronous=FULL`: what was
 * acknowledged outlives a power cut; commits are grouped, so the price is one fsync a group.
 * @throws NewerSchemaError
 */
export function openForWriting(file: string): Connection {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs })
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
  database.exec('PRAGMA foreign_keys = OFF')
  database.exec('PRAGMA cache_size = -32000')
  database.exec('PRAGMA wal_autocheckpoint = 4000')
  database.exec('PRAGMA journal_size_limit = 67108864')
  const connection = new Connection(database)
  migrate(connection, file)
  return connection
}

/** Opens a connection that cannot write. The file and its schema exist already. */
export function openForReading(file: string): Connection {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs, readOnly: true })
  database.exec('PRAGMA cache_size = -32000')
  database.exec('PRAGMA query_only = ON')
  return new Connection(database)
}

/** Each migration runs once, in order, in a transaction of its own; `user_version` counts them. */
function migrate(connection: Connection, file: string): void {
  for (;;) {
    connection.execute('BEGIN IMMEDIATE')
    try {
      const version = connection.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
      if (version > migrations.length) {
        throw new NewerSchemaError(`${file}: 数据的版本是 ${version}，这个程序只认得到 ${migrations.length}；请用较新的程序打开`, {
          metadata: { file, version }
        })
      }
      const migration = migrations[version]
      if (migration !== undefined) {
        connection.execute(migration)
        connection.execute(`PRAGMA user_version = ${version + 1}`)
      }
      connection.execute('COMMIT')
      if (migration === undefined) return
    } catch (error) {
      if (connection.inTransaction) connection.execute('ROLLBACK')
      throw error
    }
  }
}
