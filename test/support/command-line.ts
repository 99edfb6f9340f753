import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

const project = path.resolve(import.meta.dirname, '../..')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the program as a person does, to its end. */
export function wanglou(...args: readonly string[]): Promise<Ended> {
  return wanglouWith({}, ...args)
}

/** The same, with more in its environment. */
export function wanglouWith(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['main.ts', ...args], { cwd: project, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })))
}

export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

/** The program as a process that can be killed. */
export class KillableCommand {
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown>

  constructor(...args: readonly string[]) {
    this.#child = spawn(process.execPath, ['main.ts', ...args], { cwd: project, stdio: 'ignore' })
    this.#ended = once(this.#child, 'close')
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  /** SIGKILL, as `kill -9`; resolves when the process is gone. */
  async kill(): Promise<{ readonly signal: NodeJS.Signals | null }> {
    this.#child.kill('SIGKILL')
    await this.#ended
    return { signal: this.#child.signalCode }
  }
}
