import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import type { z } from 'zod'
import type { Cluster } from '../../config/cluster.ts'
import { deskConfig } from './running-system.ts'

const main = fileURLToPath(new URL('../../main.ts', import.meta.url))

export interface ClusterDesk {
  readonly config: string
  /** Names its topics and indices. */
  readonly name: string
  remove(): Promise<void>
}

/** The configuration of a desk on a cluster, in a folder of its own. */
export async function clusterDesk(cluster: z.input<typeof Cluster> = {}): Promise<ClusterDesk> {
  const config = await mkdtemp(path.join(tmpdir(), 'wanglou-cluster-desk-'))
  const name = `desk-${randomBytes(6).toString('hex')}`
  const desk = { ...deskConfig(config, 'https://outlet.example.invalid/'), cluster: { name, ...cluster } }
  await writeFile(path.join(config, 'wanglou.yaml'), stringify(desk))
  return { config, name, remove: () => rm(config, { recursive: true }) }
}

/** `wanglou start` as a process, with what it says so far. */
export class StartedProcess {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  said = ''

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const data = path.join(tmpdir(), `wanglou-unused-${randomBytes(4).toString('hex')}`)
    this.child = spawn(process.execPath, [main, 'start', '--data', data, '--port', '0', ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...env }
    })
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.said += text))
    this.ended = once(this.child, 'close').then(async () => {
      await rm(data, { recursive: true, force: true })
      return this.child.exitCode
    })
  }

  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM')
    return this.ended
  }
}
