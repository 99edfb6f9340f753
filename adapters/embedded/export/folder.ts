import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Clock } from '../../../core/clock.ts'
import type { Stores } from '../../../core/ports.ts'
import type { Connection } from '../connection.ts'
import { openForReading, openForWriting } from '../database.ts'
import { openEmbedded } from '../open.ts'

/** A data folder that nobody else runs on, to be read whole. */
export interface Folder {
  /** The same for ever, whatever the folder is called and wherever it lies. */
  readonly id: string
  readonly directory: string
  readonly evidenceDirectory: string
  readonly stores: Stores
  /** Reads below the ports. */
  readonly connection: Connection
  /** Another one after anything was written to the database, the same over any number of openings. */
  state(): Promise<string>
  close(): Promise<void>
}

/** @throws AlreadyRunningError, NewerSchemaError */
export async function openFolder(directory: string, clock: Clock): Promise<Folder> {
  await using opened = new AsyncDisposableStack()
  const stores = await openEmbedded({ directory, clock, lock: true })
  opened.defer(() => stores.close())
  const file = path.join(directory, 'wanglou.db')
  emptyWriteAheadLog(file)
  const connection = openForReading(file)
  opened.defer(() => connection.close())
  const id = await idOf(directory)
  const closing = opened.move()
  return {
    id,
    directory,
    evidenceDirectory: path.join(directory, 'evidence'),
    stores,
    connection,
    state: () => stateOf(file),
    close: () => closing.disposeAsync()
  }
}

/** So that closing the folder, which does the same, changes nothing: the state stays what it is. */
function emptyWriteAheadLog(file: string): void {
  const connection = openForWriting(file)
  try {
    connection.execute('PRAGMA wal_checkpoint(TRUNCATE)')
  } finally {
    connection.close()
  }
}

async function stateOf(file: string): Promise<string> {
  const { size, mtimeNs } = await stat(file, { bigint: true })
  const log = await stat(`${file}-wal`).then(
    (found) => found.size,
    () => 0
  )
  return `${size}-${mtimeNs}-${log}`
}

/** Whole or not at all, whenever the process ends; the lock keeps others away. */
async function idOf(directory: string): Promise<string> {
  const file = path.join(directory, 'folder-id')
  if (!existsSync(file)) {
    const draft = `${file}.tmp`
    await writeFile(draft, `${randomBytes(16).toString('hex')}\n`)
    await rename(draft, file)
  }
  return (await readFile(file, 'utf8')).trim()
}
