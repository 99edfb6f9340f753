import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../adapters/clock.ts'
import { createArchiveFolder } from '../adapters/archive/folder.ts'
import { sha256, strongRandom } from '../adapters/hash.ts'
import { machine } from '../core/actor.ts'
import { copyIncident, fileIncident, type ArchiveDeps } from '../core/archive/file-incident.ts'
import { keptForWords } from '../core/archive/rules.ts'
import { DamagedDataError, NotFoundError } from '../core/errors.ts'
import type { IncidentDocument } from '../core/incident/state.ts'
import type { Change } from '../core/incident/update.ts'
import type { Stores } from '../core/ports.ts'
import { archiveDirectory } from '../roles/archive-directory.ts'
import { loadProductConfig } from '../system.ts'
import { result, say, UsageError } from './exit.ts'
import { withStores } from './open-stores.ts'
import { configDirectory, dataDirectory, type Place } from './place.ts'
import { keepHeapSmall } from './thrifty-heap.ts'

const mostListed = 10_000

export interface ArchiveOptions extends Place {
  /** `make`: only a copy, there, and nothing is filed. */
  readonly to?: string
  /** `verify`: the root hash that was entered elsewhere. */
  readonly root?: string
  readonly json?: boolean
}

/** `archive make ID [--to FILE] | list | verify FILE|ID [--root HASH]`. */
export async function archive(action: string, what: string | undefined, options: ArchiveOptions): Promise<void> {
  if (action === 'list') return await withStores(options, (stores) => list(stores, options.json === true))
  if (action !== 'make' && action !== 'verify') throw new UsageError(`archive 没有动作 ${action}；可用：make、list、verify`)
  if (what === undefined) throw new UsageError(`archive ${action} 需要${action === 'make' ? '事件编号' : '归档包文件或事件编号'}`)
  if (action === 'verify') return await verify(what, options)
  keepHeapSmall()
  await withStores(options, (stores) => make(stores, what, options), { writes: true })
}

async function make(stores: Stores, id: string, options: ArchiveOptions): Promise<void> {
  const deps = await depsOf(stores, options)
  const change: Change = {
    at: systemClock.now(),
    actor: machine('cli'),
    cause: `command:${Buffer.from(strongRandom(16)).toString('hex')}`
  }
  if (options.to === undefined) {
    const filed = filedOf(await fileIncident(deps, id, change))
    return await result(options.json === true ? { incidentId: id, ...filed } : filedWords(filed, archiveFile(options, filed.package.file)))
  }
  const target = path.resolve(options.to)
  if (existsSync(target)) throw new UsageError(`${target} 已存在，不覆盖`)
  const made = await copyIncident(deps, id, change)
  await moveTo(archiveFile(options, made.file), target)
  const words = `副本已写入 ${target}，${made.bytes} 字节；未归档。根哈希 ${made.root}（已记入审计）`
  await result(options.json === true ? { incidentId: id, ...made, file: target } : words)
}

async function depsOf(stores: Stores, options: ArchiveOptions): Promise<ArchiveDeps> {
  const config = await loadProductConfig(configDirectory(options))
  return {
    stores,
    writer: {
      store: stores.incidents,
      sha256,
      announce: ({ id, version }) =>
        stores.log.append('incidents', [{ key: id, value: JSON.stringify({ schema: 1, incidentId: id, version, fetchedElapsedMs: null }) }])
    },
    archives: createArchiveFolder(archiveDirectory(dataDirectory(options)), stores),
    rules: config.archive,
    unit: config.unit.name
  }
}

type Filed = NonNullable<NonNullable<IncidentDocument['state']['after']>['filed']>

function filedOf({ id, state }: IncidentDocument): Filed {
  const filed = state.after?.filed ?? null
  if (filed === null) throw new NotFoundError(`事件 ${id} 尚未归档`)
  return filed
}

function filedWords({ number, keptFor, package: made }: Filed, file: string): string {
  const missing = made.missing === 0 ? '' : `，另有 ${made.missing} 件留存件已不在系统中`
  return [
    `已归档：档号 ${number}，保管期限${keptForWords(keptFor)}（${keptFor.source}）`,
    `归档包 ${file}，${made.bytes} 字节，信息 ${made.mentions} 条，留存件 ${made.evidence} 件${missing}`,
    `根哈希 ${made.root}`,
    '请另处抄存根哈希：核验时用 --root 与它比对。'
  ].join('\n')
}

async function list(stores: Pick<Stores, 'incidents'>, json: boolean): Promise<void> {
  const documents = await stores.incidents.list({ status: ['closed', 'dismissed'], limit: mostListed })
  for (const { id, state } of documents) {
    const filed = state.after?.filed ?? null
    if (filed === null) continue
    const { number, keptFor, package: made } = filed
    const line = [number, keptForWords(keptFor), made.file, made.root, id, state.title].join('\t')
    await result(json ? { incidentId: id, title: state.title, ...filed } : line)
  }
}

/** Of a file: as a stranger would. Of an incident: its package against the root hash that its timeline has. */
async function verify(what: string, options: ArchiveOptions): Promise<void> {
  if (/\.tar$/i.test(what)) return runScript(path.resolve(what), options.root ?? null)
  const filed = await withStores(options, async (stores) => {
    const document = await stores.incidents.get(what)
    if (document === null) throw new NotFoundError(`没有编号为 ${what} 的事件`)
    return filedOf(document)
  })
  runScript(archiveFile(options, filed.package.file), options.root ?? filed.package.root)
}

/** The very script that lies in the package, from this program's own folder. */
function runScript(file: string, root: string | null): void {
  const script = fileURLToPath(new URL('../adapters/archive/verify.mjs', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, file, ...(root === null ? [] : ['--root', root])], { encoding: 'utf8' })
  process.stdout.write(stdout)
  if (stderr !== '') say(stderr.trim())
  if (status !== 0) throw new DamagedDataError('归档包核验未通过')
}

function archiveFile(place: Place, file: string): string {
  return path.join(archiveDirectory(dataDirectory(place)), file)
}

/** Across disks too. */
async function moveTo(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    await copyFile(from, to)
    await rm(from)
  }
}
