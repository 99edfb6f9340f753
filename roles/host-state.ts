import { statfs } from 'node:fs/promises'
import { release } from 'node:os'
import type { HostState } from '../dashboard-api/deps.ts'

/** How the machine does, with the disk of the data. */
export async function hostState(directory: string, engine: string): Promise<HostState> {
  const disk = await statfs(directory).then(
    ({ bavail, blocks, bsize }) => ({ freeBytes: bavail * bsize, totalBytes: blocks * bsize }),
    () => null
  )
  return {
    node: process.version,
    engine,
    sqlite: process.versions['sqlite'] ?? '',
    platform: `${process.platform} ${release()} ${process.arch}`,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    uptimeSeconds: Math.floor(process.uptime()),
    memoryBytes: process.memoryUsage.rss(),
    disk
  }
}
