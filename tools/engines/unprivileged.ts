import { execFile } from 'node:child_process'
import { existsSync, realpathSync, statSync } from 'node:fs'
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readlink, rename, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { EngineError } from './engine-error.ts'

const run = promisify(execFile)

export interface Owner {
  readonly uid: number
  readonly gid: number
}

/** Elasticsearch refuses to run as root: then it runs as the system's `nobody`. Null: as who we are. */
export async function unprivilegedOwner(): Promise<Owner | null> {
  if (process.getuid?.() !== 0) return null
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'nobody'])).stdout)))
  if (!uid || !gid) throw new EngineError('这台机器没有 nobody 用户，Elasticsearch 又不能以 root 运行')
  return { uid, gid }
}

/** Whether any user can pass through all the folders above and read this one. */
export function othersMayReach(folder: string): boolean {
  for (let at = realpathSync(folder), needed = 0o005; ; at = path.dirname(at), needed = 0o001) {
    if ((statSync(at).mode & needed) !== needed) return false
    if (at === path.dirname(at)) return true
  }
}

/** A folder that the owner can work in and that lasts: the one given, or where no one else can pass to that, one that a link in it names. */
export async function workFolder(directory: string, owner: Owner | null): Promise<string> {
  await mkdir(directory, { recursive: true })
  if (owner === null || othersMayReach(path.dirname(directory))) return directory
  const link = path.join(directory, 'elsewhere')
  const known = await readlink(link).catch(() => null)
  if (known !== null && existsSync(known)) return known
  const elsewhere = await mkdtemp(path.join(publicTemp(), 'wanglou-engine-'))
  await rm(link, { force: true })
  await symlink(elsewhere, link)
  return elsewhere
}

/** Removes the folder and what stands elsewhere for it. */
export async function removeWorkFolder(directory: string): Promise<void> {
  const elsewhere = await readlink(path.join(directory, 'elsewhere')).catch(() => null)
  if (elsewhere !== null) await rm(elsewhere, { recursive: true, force: true })
  await rm(directory, { recursive: true, force: true })
}

export async function giveTo(owner: Owner | null, folder: string): Promise<void> {
  if (owner !== null) await run('chown', ['-R', `${owner.uid}:${owner.gid}`, folder])
}

/** The folder itself, or where others cannot pass to it, a copy of it that they can read. */
export async function readableByOthers(folder: string): Promise<string> {
  // By its real path: a link to it may stand where others cannot pass.
  if (othersMayReach(folder)) return realpathSync(folder)
  const copy = path.join(publicTemp(), `wanglou-${path.basename(folder)}-${process.getuid?.()}`)
  if (await isWholeCopy(folder, copy)) return copy
  const draft = await mkdtemp(`${copy}-`)
  await cp(folder, draft, { recursive: true, preserveTimestamps: true })
  await chmod(draft, 0o755)
  await rm(copy, { recursive: true, force: true })
  await rename(draft, copy)
  return copy
}

/** Its name can be guessed, so it must be ours; a cleaner of temporary folders may have taken some of it. */
async function isWholeCopy(original: string, copy: string): Promise<boolean> {
  const stat = await lstat(copy).catch(() => null)
  if (stat === null) return false
  if (!stat.isDirectory() || stat.uid !== process.getuid?.() || (stat.mode & 0o022) !== 0) throw new EngineError(`${copy} 不是本程序建的文件夹`)
  const [wanted, found] = await Promise.all([original, copy].map((folder) => readdir(folder, { recursive: true })))
  return wanted?.length === found?.length
}

function publicTemp(): string {
  const folder = [tmpdir(), '/tmp', '/var/tmp'].find((candidate) => existsSync(candidate) && othersMayReach(candidate))
  if (folder === undefined) throw new EngineError('没有别的用户也能进入的临时文件夹，Elasticsearch 无处运行')
  return folder
}
