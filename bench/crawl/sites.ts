import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface Sites<Origin> {
  readonly origins: readonly Origin[]
  close(): void
}

export const startSites = (hosts: number, options: { listed: number; bytes: number; leastMs?: number; mostMs?: number }): Promise<Sites<string>> =>
  start<string>('site-process.ts', [hosts, options.listed, options.bytes, options.leastMs ?? 0, options.mostMs ?? 0])

export const startHostileSites = (count: number): Promise<Sites<{ readonly kind: string; readonly origin: string }>> =>
  start('hostile-process.ts', [count])

interface Bare {
  readonly pages: number
  readonly letters: number
  readonly pagesPerSecond: number
  readonly rssMb: number
}

export async function runBare(channels: number, origins: readonly string[]): Promise<Bare> {
  const { origins: results } = await start<Bare>('bare-process.ts', [channels, ...origins])
  const [result] = results
  if (result === undefined) throw new Error('the bare crawler said nothing')
  return result
}

async function start<Origin>(file: string, options: readonly (number | string)[]): Promise<Sites<Origin>> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), options.map(String), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [origins] = (await once(child, 'message')) as [readonly Origin[]]
  return {
    origins,
    close: () => void child.kill()
  }
}
