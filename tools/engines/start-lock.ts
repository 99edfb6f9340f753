import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { identityOf, isRunning, type ProcessIdentity } from './process-identity.ts'

const pollMs = 200
/** Whoever takes the lock writes its name at once; a file that names nobody after so long was left by a full disk or a kill. */
const namelessForMs = 2_000
const fullDisk: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EIO'])

/**
 * Does the work while no other program does work under the same file; one that died under it holds nobody up.
 * `waiting` is told once whom it waits for.
 */
export async function underLock<Result>(file: string, waiting: (words: string) => void, work: () => Promise<Result>): Promise<Result> {
  await mkdir(path.dirname(file), { recursive: true })
  let isTold = false
  for (let holder = await take(file); holder !== null; holder = await take(file)) {
    if (!isTold) waiting(`另一个程序（${holder}）正在启动或停止这里的引擎，等它结束；锁是 ${file}`)
    isTold = true
    await pause(pollMs)
  }
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

/** Null when it is ours now; else who has it. */
async function take(file: string): Promise<string | null> {
  try {
    await writeFile(file, JSON.stringify(identityOf(process.pid)), { flag: 'wx' })
    return null
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    // It was made and could not be filled; whoever comes next must not wait for it.
    if (fullDisk.has(code)) await rm(file, { force: true })
    if (code !== 'EEXIST') throw error
  }
  const holder = await holderOf(file)
  if (holder === null ? await isOld(file) : !isRunning(holder)) await rm(file, { force: true })
  return holder === null ? '尚未署名' : `进程 ${holder.pid}`
}

/** Null for a file that names nobody, whole and readable. */
async function holderOf(file: string): Promise<ProcessIdentity | null> {
  try {
    const { pid, started } = JSON.parse(await readFile(file, 'utf8')) as Partial<ProcessIdentity>
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : null
  } catch {
    return null
  }
}

async function isOld(file: string): Promise<boolean> {
  const made = await stat(file).catch(() => null)
  return made !== null && Date.now() - made.mtimeMs > namelessForMs
}
