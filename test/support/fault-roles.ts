import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SystemRole } from '../../system.ts'

const main = fileURLToPath(new URL('../../main.ts', import.meta.url))
const endWithinMs = 30_000
const startedWords = '已启动'

export interface FaultRolesOptions {
  /** Each process gets a folder and a log in it. */
  readonly directory: string
  readonly configDirectory: string
  readonly env: Readonly<Record<string, string>>
}

/** Roles as processes, as a cluster runs them: `wanglou start --engine cluster --roles …`. */
export class FaultRoles {
  readonly #options: FaultRolesOptions
  readonly #running = new Map<string, ChildProcess>()
  readonly #faults: string[] = []
  /** Processes that were told to end or killed: of any other the end is a fault. */
  readonly #ended = new WeakSet<ChildProcess>()

  constructor(options: FaultRolesOptions) {
    this.#options = options
  }

  get names(): readonly string[] {
    return [...this.#running.keys()]
  }

  /** What no process should have done: ended by itself, failed or hung when it was told to end. */
  get faults(): readonly string[] {
    return this.#faults
  }

  start(name: string, roles: readonly SystemRole[]): void {
    const { configDirectory, env } = this.#options
    const data = path.join(this.#options.directory, name)
    mkdirSync(data, { recursive: true })
    const log = openSync(this.#logOf(name), 'a')
    const args = ['start', '--engine', 'cluster', '--roles', roles.join(','), '--config', configDirectory, '--data', data, '--port', '0']
    const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, WANGLOU_LOG: 'info', ...env }, stdio: ['ignore', log, log] })
    closeSync(log)
    guard(child)
    this.#running.set(name, child)
    child.once('exit', (code, signal) => {
      if (!this.#ended.has(child)) this.#faults.push(`${name} 自行退出（${code ?? signal}）：${this.saidBy(name).slice(-600)}`)
      if (this.#running.get(name) === child) this.#running.delete(name)
    })
  }

  /** `kill -9`; resolves when the process is gone. */
  async kill(name: string): Promise<void> {
    const child = this.#running.get(name)
    if (child === undefined) return
    this.#ended.add(child)
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  /** SIGTERM, and the end that should follow from it. */
  async stop(name: string): Promise<void> {
    const child = this.#running.get(name)
    if (child === undefined) return
    this.#ended.add(child)
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), endWithinMs)
    await gone
    clearTimeout(late)
    if (child.signalCode === 'SIGKILL') this.#faults.push(`${name} 收到 SIGTERM 后 ${endWithinMs / 1000} 秒没有退出`)
    // Before it has started it dies as any process does.
    else if (child.exitCode !== 0 && this.saidBy(name).includes(startedWords))
      this.#faults.push(`${name} 收到 SIGTERM 后以 ${child.exitCode ?? child.signalCode} 退出`)
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.names.map((name) => this.stop(name)))
  }

  async killAll(): Promise<void> {
    await Promise.all(this.names.map((name) => this.kill(name)))
  }

  /** Everything that a process of the name has written. */
  saidBy(name: string): string {
    return existsSync(this.#logOf(name)) ? readFileSync(this.#logOf(name), 'utf8') : ''
  }

  #logOf(name: string): string {
    return path.join(this.#options.directory, `${name}.log`)
  }
}

/** A shell that waits for the end of a pipe from us, and then kills the process: nothing outlives whoever tries it. */
function guard(child: ChildProcess): void {
  const guardian = spawn('/bin/sh', ['-c', 'read -r never; kill -s KILL "$0"', String(child.pid)], { stdio: ['pipe', 'ignore', 'ignore'] })
  child.once('exit', () => guardian.kill('SIGKILL'))
}
