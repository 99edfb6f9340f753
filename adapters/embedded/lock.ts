import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AlreadyRunningError } from '../../core/errors.ts'
import { StoreBusyError, fromSqlite } from './errors.ts'

/**
 * Keeps a second process out of a data folder: an exclusive transaction on a small database of its own, held open. The
 * kernel gives it up when the process ends, however it ends. A file beside it names the holder for the message.
 * @throws AlreadyRunningError
 */
export function lockDirectory(directory: string): { release(): void } {
  const owner = join(directory, 'lock.pid')
  const database = new DatabaseSync(join(directory, 'lock.db'), { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (!(fromSqlite(error) instanceof StoreBusyError)) throw fromSqlite(error)
    const pid = readOwner(owner)
    throw new AlreadyRunningError(`数据目录 ${directory} 正被另一个进程使用(进程号 ${pid ?? '未知'})`, { metadata: { directory, pid } })
  }
  writeFileSync(owner, `${process.pid}\n`)
  return {
    release() {
      database.exec('ROLLBACK')
      database.close()
    }
  }
}

function readOwner(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8').trim())
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null
  } catch {
    return null
  }
}
