import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, chmod, copyFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { backup as copyDatabase, DatabaseSync } from 'node:sqlite'
import { BackupManifest, type BackupVerdict } from '../../core/backup.ts'
import { DamagedDataError, NotFoundError, RefusedError } from '../../core/errors.ts'
import type { Instant } from '../../core/instant.ts'
import { unlessAbsent } from '../unless-absent.ts'

const manifestName = 'backup.json'
const databaseName = 'wanglou.db'
/** Evidence and packages never change, so that all backups of a folder share one copy of each. */
const shared = ['evidence', 'archives'] as const

/** Opens the second factors; without it nobody could use theirs after a restore. Where the configuration names one, there is none here. */
const keyName = 'secrets.key'
const onlyOwner = 0o600

/** All pages in one step: a step that pauses begins anew whenever somebody writes. */
const allPages = 1_000_000_000

type BackupAbout = Pick<BackupManifest, 'id' | 'at' | 'by' | 'version'>

/**
 * Copies the data of a running system: the database as it stands at one moment, then what it speaks of. Files of evidence that came
 * later come along too, which harms nothing; none that the database knows is missing.
 */
export async function makeBackup(data: string, shelf: string, about: BackupAbout): Promise<BackupManifest> {
  const folder = join(shelf, about.id)
  await mkdir(folder, { recursive: true })
  try {
    const file = join(folder, databaseName)
    const source = new DatabaseSync(join(data, databaseName), { readOnly: true, timeout: 10_000 })
    try {
      await copyDatabase(source, file, { rate: allPages })
    } finally {
      source.close()
    }
    const [evidence, archives] = await Promise.all(shared.map((name) => copyNew(join(data, name), join(shelf, name))))
    await copyKey(data, folder)
    const { size } = await stat(file)
    const manifest: BackupManifest = {
      schema: 1,
      ...about,
      database: { sha256: await sha256OfFile(file), bytes: size },
      evidence: evidence ?? { files: 0, bytes: 0 },
      archives: archives ?? { files: 0, bytes: 0 },
      auditHead: auditHeadOf(file)
    }
    await writeDurably(join(folder, manifestName), JSON.stringify(manifest, null, 2))
    return manifest
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** Newest first; a folder without its manifest is none. */
export async function listBackups(shelf: string): Promise<readonly BackupManifest[]> {
  const names = await unlessAbsent(readdir(shelf), [])
  const own = names.filter((name) => !(shared as readonly string[]).includes(name))
  // A damaged one hides no other; it says so where it is asked for by its name.
  const found = await Promise.all(own.map((name) => readManifest(shelf, name).catch(unlessDamaged)))
  return found.filter((one) => one !== null).toSorted((a, b) => (a.at < b.at ? 1 : -1))
}

/** Reads every byte again: the database against its hash and its own structure, each file of evidence against its name. */
export async function checkBackup(shelf: string, id: string, at: Instant): Promise<BackupVerdict> {
  const manifest = await readManifest(shelf, id)
  if (manifest === null) throw new NotFoundError(`没有备份 ${id}`)
  const faults: string[] = []
  const file = join(shelf, id, databaseName)
  if ((await unlessAbsent(sha256OfFile(file), null)) !== manifest.database.sha256) faults.push('数据库文件与备份时的校验值不符')
  else faults.push(...structureFaults(file))
  const evidence = await checkEvidence(join(shelf, 'evidence'))
  faults.push(...evidence.faults)
  if (evidence.count < manifest.evidence.files) faults.push(`证据应有 ${manifest.evidence.files} 份，现有 ${evidence.count} 份`)
  return { at, evidence: evidence.count, faults }
}

/** Into a folder that holds no data. What is damaged is not restored. @throws RefusedError, DamagedDataError */
export async function restoreBackup(shelf: string, id: string, data: string, at: Instant): Promise<BackupManifest> {
  if (await isThere(join(data, databaseName))) throw new RefusedError(`${data} 中已有望楼的数据；恢复只写进空文件夹，请用 --data 另指一个`)
  const { faults } = await checkBackup(shelf, id, at)
  if (faults.length > 0) throw new DamagedDataError(`备份 ${id} 已损坏，没有恢复：${faults.join('；')}`)
  await mkdir(data, { recursive: true })
  for (const name of shared) await copyNew(join(shelf, name), join(data, name))
  await copyKey(join(shelf, id), data)
  await copyDurably(join(shelf, id, databaseName), join(data, databaseName))
  const manifest = await readManifest(shelf, id)
  if (manifest === null) throw new NotFoundError(`没有备份 ${id}`)
  return manifest
}

async function copyKey(from: string, to: string): Promise<void> {
  if (!(await isThere(join(from, keyName)))) return
  await copyDurably(join(from, keyName), join(to, keyName))
  await chmod(join(to, keyName), onlyOwner)
}

function unlessDamaged(error: unknown): null {
  if (error instanceof DamagedDataError) return null
  throw error
}

async function readManifest(shelf: string, id: string): Promise<BackupManifest | null> {
  if (basename(id) !== id) return null
  const text = await unlessAbsent(readFile(join(shelf, id, manifestName), 'utf8'), null)
  if (text === null) return null
  try {
    return BackupManifest.parse(JSON.parse(text))
  } catch (error) {
    throw new DamagedDataError(`备份 ${id} 的清单 ${manifestName} 已损坏`, { cause: error })
  }
}

/** Every file of a tree that is not there yet; counts all of them. */
async function copyNew(from: string, to: string): Promise<{ files: number; bytes: number }> {
  let [files, bytes] = [0, 0]
  for (const name of await treeOf(from)) {
    // Half of a file that is being written.
    if (name.endsWith('.tmp')) continue
    const target = join(to, name)
    if (!(await isThere(target))) {
      await mkdir(dirname(target), { recursive: true })
      await copyDurably(join(from, name), target)
    }
    files += name.endsWith('.json') ? 0 : 1
    bytes += (await stat(target)).size
  }
  return { files, bytes }
}

async function checkEvidence(folder: string): Promise<{ count: number; faults: string[] }> {
  const faults: string[] = []
  let count = 0
  for (const name of await treeOf(folder)) {
    const key = basename(name)
    if (!/^[0-9a-f]{64}$/.test(key)) continue
    count += 1
    if ((await sha256OfFile(join(folder, name))) !== key) faults.push(`证据 ${key.slice(0, 16)}… 与其哈希不符`)
  }
  return { count, faults }
}

async function treeOf(folder: string): Promise<string[]> {
  const entries = await unlessAbsent(readdir(folder, { recursive: true, withFileTypes: true }), [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

function structureFaults(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const rows = database.prepare('PRAGMA quick_check(5)').all() as { quick_check: string }[]
    return rows.filter(({ quick_check }) => quick_check !== 'ok').map(({ quick_check }) => `数据库结构：${quick_check}`)
  } finally {
    database.close()
  }
}

function auditHeadOf(file: string): BackupManifest['auditHead'] {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const head = database.prepare('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1').get() as { seq: number; hash: string } | undefined
    return { seq: head?.seq ?? 0, hash: head?.hash ?? '' }
  } finally {
    database.close()
  }
}

async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

async function copyDurably(from: string, to: string): Promise<void> {
  const draft = `${to}.tmp`
  await copyFile(from, draft)
  await synced(draft)
  await rename(draft, to)
}

async function writeDurably(file: string, text: string): Promise<void> {
  const draft = `${file}.tmp`
  const handle = await open(draft, 'w')
  await handle.writeFile(text)
  await handle.sync()
  await handle.close()
  await rename(draft, file)
}

async function synced(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.sync()
  await handle.close()
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false
  )
}
