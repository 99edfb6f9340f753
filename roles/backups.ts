import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { checkBackup, listBackups, makeBackup } from '../adapters/embedded/backup.ts'
import type { Backups, BackupVerdict } from '../core/backup.ts'
import type { Clock } from '../core/clock.ts'
import { NotFoundError, RefusedError } from '../core/errors.ts'
import type { Instant } from '../core/instant.ts'
import type { Logger, Random } from '../core/ports.ts'

export interface BackupsDeps {
  /** Folder of the data. */
  readonly directory: string
  /** Folder of the backups. */
  readonly shelf: string
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly version: string
}

/** Where backups go: what the machine's environment says, else beside the data. */
export function backupShelf(directory: string, environment: Readonly<Record<string, string | undefined>>): string {
  return environment['WANGLOU_BACKUP_DIR'] || join(directory, 'backups')
}

/** `20311128-090000-3fa2`, so that names sort by time. */
export function backupId(now: Instant, random: Random): string {
  const digits = now.replaceAll(/\D/g, '')
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${Buffer.from(random(2)).toString('hex')}`
}

/** Makes and checks backups beside the running system, one at a time. */
export function openBackups({ directory, shelf, clock, random, logger, version }: BackupsDeps): Backups {
  const verdicts: Record<string, BackupVerdict> = {}
  let running: { readonly words: string; readonly since: Instant } | null = null
  let failure: string | null = null

  function begin(words: string, work: () => Promise<void>): void {
    if (running !== null) throw new RefusedError(`${running.words}，完成后再试`)
    running = { words, since: clock.now() }
    failure = null
    void work()
      .catch((error: unknown) => {
        failure = `${words}没有完成：${error instanceof Error ? error.message : String(error)}`
        logger.error({ error }, 'a backup failed')
      })
      .finally(() => {
        running = null
      })
  }

  return {
    async shelf() {
      const [backups, sameDisk] = await Promise.all([listBackups(shelf), isSameDisk(directory, shelf)])
      return { directory: shelf, sameDisk, backups, running, failure, verdicts }
    },
    begin(by) {
      const id = backupId(clock.now(), random)
      begin('正在备份', async () => void (await makeBackup(directory, shelf, { id, at: clock.now(), by, version })))
      return Promise.resolve(id)
    },
    async beginCheck(id) {
      if (!(await listBackups(shelf)).some((one) => one.id === id)) throw new NotFoundError(`没有备份 ${id}`)
      begin('正在核验备份', async () => {
        verdicts[id] = await checkBackup(shelf, id, clock.now())
      })
    }
  }
}

/** A folder that is not there yet is made on the disk of the one above it. */
async function isSameDisk(data: string, shelf: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(data), stat(shelf).catch(() => null)])
  return other === null ? shelf.startsWith(data) : one.dev === other.dev
}
