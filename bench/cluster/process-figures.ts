import { readdirSync, readFileSync } from 'node:fs'

/** Ticks a second of the kernel's own accounts, the same on every Linux. */
const ticksASecond = 100

/** Megabytes of memory that a process has now. */
export function residentMb(pid: number): number {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round((Number(kilobytes) * 1024) / 1e6)
}

/** Seconds that a process and those that it started in its group had of the cores. */
export function cpuSeconds(pid: number): number {
  const own = rowOf(pid)
  const rows = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (rowOf(Number(name)) ?? []) : []))
  // A process that leads no group of its own shares it with whoever started it.
  const counted = own?.group === pid ? rows.filter(({ group }) => group === pid) : [own]
  return counted.reduce((sum, row) => sum + (row?.ticks ?? 0), 0) / ticksASecond
}

function rowOf(pid: number): { readonly group: number; readonly ticks: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command stands in brackets and may hold anything; what follows the last of them counts from field 3.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { group: Number(fields[2]), ticks: Number(fields[11]) + Number(fields[12]) }
  } catch {
    return null
  }
}
