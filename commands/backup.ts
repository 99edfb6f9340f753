import path from 'node:path'
import { existsSync } from 'node:fs'
import { systemClock } from '../adapters/clock.ts'
import { checkBackup, listBackups, makeBackup, restoreBackup } from '../adapters/embedded/backup.ts'
import { strongRandom } from '../adapters/hash.ts'
import type { BackupManifest } from '../core/backup.ts'
import { DamagedDataError } from '../core/errors.ts'
import { chinaWallTime } from '../core/instant.ts'
import { backupId, backupShelf } from '../roles/backups.ts'
import { result, UsageError } from './exit.ts'
import { dataDirectory, engineOf, type Place } from './place.ts'
import { padded } from './table.ts'

export interface BackupOptions extends Place {
  readonly to?: string
  readonly json?: boolean
}

export interface RestoreOptions extends Place {
  readonly from?: string
}

/** `backup make | list | verify ID`, beside a running system or without one. */
export async function backup(action: string, id: string | undefined, options: BackupOptions): Promise<void> {
  refuseCluster(options)
  const directory = dataDirectory(options)
  const shelf = path.resolve(options.to ?? backupShelf(directory, process.env))
  switch (action) {
    case 'make':
      return await make(directory, shelf, options.json === true)
    case 'list':
      return await list(shelf, options.json === true)
    case 'verify':
      return await verify(shelf, id, options.json === true)
    default:
      throw new UsageError(`backup 没有动作 ${action}；可用：make、list、verify`)
  }
}

/** `restore ID --data EMPTY [--from SHELF]`. */
export async function restore(id: string, options: RestoreOptions): Promise<void> {
  refuseCluster(options)
  const directory = dataDirectory(options)
  if (options.from === undefined) throw new UsageError('请用 --from 指明备份所在的文件夹')
  const manifest = await restoreBackup(path.resolve(options.from), id, directory, systemClock.now())
  await result(`已恢复到 ${directory}：${lineOf(manifest).join('  ')}。启动后以 wanglou audit verify 核验审计链`)
}

async function make(directory: string, shelf: string, json: boolean): Promise<void> {
  if (!existsSync(path.join(directory, 'wanglou.db'))) throw new UsageError(`${directory} 中没有望楼的数据；请用 --data 指明数据文件夹`)
  const now = systemClock.now()
  const manifest = await makeBackup(directory, shelf, { id: backupId(now, strongRandom), at: now, by: '命令行', version: '0.1.0' })
  await result(json ? manifest : `已备份到 ${path.join(shelf, manifest.id)}：${lineOf(manifest).slice(1).join('  ')}`)
}

async function list(shelf: string, json: boolean): Promise<void> {
  const backups = await listBackups(shelf)
  if (json) for (const one of backups) await result(one)
  else await result(backups.length === 0 ? `${shelf} 中还没有备份` : padded(backups.map(lineOf)).join('\n'))
}

async function verify(shelf: string, id: string | undefined, json: boolean): Promise<void> {
  if (id === undefined) throw new UsageError('backup verify 需要备份编号，见 backup list')
  const verdict = await checkBackup(shelf, id, systemClock.now())
  await result(json ? verdict : verdict.faults.length === 0 ? `完好：证据 ${verdict.evidence} 份逐份相符` : verdict.faults.join('\n'))
  if (verdict.faults.length > 0) throw new DamagedDataError(`备份 ${id} 已损坏`)
}

function lineOf({ id, at, by, database, evidence, auditHead }: BackupManifest): string[] {
  const megabytes = (database.bytes / 1e6).toFixed(1)
  return [id, chinaWallTime(at), by, `数据库 ${megabytes} MB`, `证据 ${evidence.files} 份`, `审计到第 ${auditHead.seq} 条`]
}

function refuseCluster(options: Place): void {
  if (engineOf(options.engine) === 'cluster')
    throw new UsageError('集群的数据由 Elasticsearch 的快照备份（见 docs/backup.md）；这条命令只备份单机引擎的数据文件夹')
}
