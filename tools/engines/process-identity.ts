import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** A process, told from a later one that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number
  /** When it began, in words of the system; equal only for the same process. */
  readonly started: string
}

const hasProc = existsSync('/proc/self/stat')

/** Null when no such process runs; one that has ended and only waits to be collected does not run. */
export function identityOf(pid: number): ProcessIdentity | null {
  const row = hasProc ? procRow(pid) : psRow(pid)
  return row === null ? null : { pid, started: row.started }
}

export function isRunning({ pid, started }: ProcessIdentity): boolean {
  return identityOf(pid)?.started === started
}

/** Whether any process of the group still runs. */
export function groupIsRunning(group: number): boolean {
  try {
    process.kill(-group, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  if (!hasProc) return true
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.some((pid) => procRow(Number(pid))?.group === group)
}

interface Row {
  readonly group: number
  readonly started: string
}

function procRow(pid: number): Row | null {
  const text = readOrNull(`/proc/${pid}/stat`)
  if (text === null) return null
  // The command stands in brackets and may hold anything; what follows the last of them counts from field 3.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return null
  return { group: Number(fields[2]), started: `${readOrNull('/proc/sys/kernel/random/boot_id')?.trim()}/${fields[19]}` }
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function psRow(pid: number): Row | null {
  try {
    const row = execFileSync('ps', ['-o', 'state=,pgid=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    const [state = 'Z', group, ...started] = row.split(/\s+/)
    return state.startsWith('Z') ? null : { group: Number(group), started: started.join(' ') }
  } catch {
    return null
  }
}
