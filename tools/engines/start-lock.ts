import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { identityOf, isRunning, type ProcessIdentity } from './process-identity.ts'

const pollMs = 200

/** Does the work while no other program does work under the same file; one that died under it holds nobody up. */
export async function underLock<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  await mkdir(path.dirname(file), { recursive: true })
  while (!(await take(file))) await pause(pollMs)
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(identityOf(process.pid)), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const text = await readFile(file, 'utf8').catch(() => '')
  // Empty: its holder is about to write its name, or died in between; then a person removes it.
  if (text !== '' && !isRunning(JSON.parse(text) as ProcessIdentity)) await rm(file, { force: true })
  return false
}
