import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** Which process on which machine; the start tells it from a later process with the same number. */
export interface ProcessIdentity {
  readonly host: string
  readonly pid: number
  readonly started: string | null
}

export function thisProcess(): ProcessIdentity {
  return { host: hostname(), pid: process.pid, started: startOf(process.pid) }
}

/** True only where it is certain: same machine, and no such process, or another one by that number. */
export function isGone(holder: ProcessIdentity): boolean {
  if (holder.host !== hostname()) return false
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
  const started = startOf(holder.pid)
  return started !== null && holder.started !== null && started !== holder.started
}

/** Start of a process in clock ticks since boot, from /proc (field 22; see proc_pid_stat(5)); null where there is none. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
