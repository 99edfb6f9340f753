import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { SystemRole } from '../../system.ts'
import type { BenchDesk } from './desk.ts'

const main = fileURLToPath(new URL('../../main.ts', import.meta.url))
const startWithinMs = 120_000

/** `main.ts start --engine cluster --roles ROLE`, as a user runs it. */
export class RoleProcess {
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown>
  #said = ''

  private constructor(role: SystemRole, desk: BenchDesk, flags: readonly string[]) {
    const place = ['--config', desk.directory, '--data', `${desk.directory}/data`, '--port', '0']
    this.#child = spawn(process.execPath, [...flags, main, 'start', '--engine', 'cluster', '--roles', role, ...place], {
      stdio: ['ignore', 'ignore', 'pipe']
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#said += text))
    this.#ended = once(this.#child, 'close')
  }

  /** @throws Error with what it said, when it ends or is not up in time */
  static async start(role: SystemRole, desk: BenchDesk, flags: readonly string[] = []): Promise<RoleProcess> {
    const started = new RoleProcess(role, desk, flags)
    const until = performance.now() + startWithinMs
    while (!started.#said.includes('已启动')) {
      const ended = await Promise.race([started.#ended.then(() => true), new Promise((resolve) => setTimeout(resolve, 20, false))])
      if (ended || performance.now() > until) {
        await started.stop()
        throw new Error(`${role} 没有启动：${started.#said}`)
      }
    }
    return started
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** What it said on stderr so far. */
  get said(): string {
    return this.#said
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM')
    await this.#ended
  }
}
