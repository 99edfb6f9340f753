import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { EngineError } from './engine-error.ts'
import { groupIsRunning, identityOf, isRunning, type ProcessIdentity } from './process-identity.ts'
import type { Owner } from './unprivileged.ts'

/** What is to be known of a server in order to find its process again. */
export interface EngineFiles {
  /** For messages, such as `Kafka 1`. */
  readonly name: string
  /** Gets what the process says, after what earlier ones said. */
  readonly logFile: string
  /** Remembers the process, so that another program finds it. */
  readonly identityFile: string
}

export interface Launch extends EngineFiles {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly owner: Owner | null
  /** Lives on when this program ends; otherwise it dies with it, however that ends. */
  readonly detached: boolean
}

const stopWithinMs = 30_000
const pollMs = 50

/** A server in a process group of its own, so that a signal reaches all it started and a Ctrl-C meant for us does not. */
export class EngineProcess {
  readonly identity: ProcessIdentity
  readonly #files: EngineFiles

  private constructor(files: EngineFiles, identity: ProcessIdentity) {
    this.#files = files
    this.identity = identity
  }

  /** @throws EngineError when the program cannot be run at all. */
  static async start(launch: Launch): Promise<EngineProcess> {
    mkdirSync(path.dirname(launch.logFile), { recursive: true })
    const log = openSync(launch.logFile, 'a')
    const child = spawn(launch.command, launch.args, {
      cwd: launch.cwd,
      env: launch.env,
      stdio: ['ignore', log, log],
      detached: true,
      ...launch.owner
    })
    closeSync(log)
    const refused = new Promise<never>((_, reject) => child.once('error', (error) => reject(new EngineError(`${launch.name}:${error.message}`))))
    const pid = child.pid ?? (await refused)
    refused.catch(() => {})
    child.unref()
    const identity = identityOf(pid) ?? { pid, started: 'ended at once' }
    if (!launch.detached) guard(child, pid)
    writeFileSync(launch.identityFile, JSON.stringify(identity))
    return new EngineProcess(launch, identity)
  }

  /** The process that this or another program started before and that still runs; null when there is none. */
  static running(files: EngineFiles): EngineProcess | null {
    const identity = recordedIdentity(files.identityFile)
    return identity !== null && isRunning(identity) ? new EngineProcess(files, identity) : null
  }

  get name(): string {
    return this.#files.name
  }

  get running(): boolean {
    return isRunning(this.identity)
  }

  /** SIGTERM, and where that is not enough SIGKILL; resolves when nothing of it runs. */
  async stop(withinMs: number = stopWithinMs): Promise<void> {
    this.#signal('SIGCONT')
    this.#signal('SIGTERM')
    if (!(await this.#ended(withinMs))) await this.kill()
    rmSync(this.#files.identityFile, { force: true })
  }

  async kill(): Promise<void> {
    this.#signal('SIGKILL')
    if (!(await this.#ended(stopWithinMs))) throw new EngineError(`${this.#files.name}:进程 ${this.identity.pid} 杀不掉`)
    rmSync(this.#files.identityFile, { force: true })
  }

  freeze(): void {
    this.#signal('SIGSTOP')
  }

  thaw(): void {
    this.#signal('SIGCONT')
  }

  /**
   * Asks again and again until the answer is true.
   * @throws EngineError with the end of the log when the process ends before, or when time runs out.
   */
  async until(ready: () => Promise<boolean>, withinMs: number): Promise<void> {
    const begun = performance.now()
    while (!(await ready())) {
      if (!this.running) throw this.#error('进程已结束')
      if (performance.now() - begun > withinMs) throw this.#error(`${withinMs / 1000} 秒内没有就绪`)
      await pause(pollMs)
    }
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#numberIsAnothers()) return
    try {
      process.kill(-this.identity.pid, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }

  async #ended(withinMs: number): Promise<boolean> {
    const begun = performance.now()
    while (!this.#numberIsAnothers() && groupIsRunning(this.identity.pid)) {
      if (performance.now() - begun > withinMs) return false
      await pause(pollMs)
    }
    return true
  }

  /** While any process of the group is left, the system gives its number to nobody else. */
  #numberIsAnothers(): boolean {
    const now = identityOf(this.identity.pid)
    return now !== null && now.started !== this.identity.started
  }

  #error(reason: string): EngineError {
    const { name, logFile } = this.#files
    return new EngineError(`${name}:${reason}；日志 ${logFile} 的末尾：\n${lastLines(logFile)}`)
  }
}

function recordedIdentity(file: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity
  } catch {
    return null
  }
}

/**
 * A shell that waits for the end of a pipe from us, and then kills the group: the pipe ends with this program even when that
 * is killed. It leaves when the server ends first, so that a later group of the same number is safe.
 */
function guard(child: ChildProcess, group: number): void {
  const guardian = spawn('/bin/sh', ['-c', 'read -r never; kill -s KILL -- "-$0"', String(group)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true
  })
  guardian.on('error', () => {})
  guardian.unref()
  if (guardian.stdin !== null && 'unref' in guardian.stdin && typeof guardian.stdin.unref === 'function') guardian.stdin.unref()
  child.once('exit', () => guardian.kill('SIGKILL'))
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n')
}
