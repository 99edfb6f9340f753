import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'

const project = path.resolve(import.meta.dirname, '../..')
const folder = path.join(project, '.cache/aiosmtpd')
const version = '1.4.6'

export interface ReadMail {
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly noticeId: string | null
  readonly longestLine: number
  readonly signedIn: boolean
  /** Each with the SHA-256 of the bytes that arrived. */
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly sha256: string }[]
}

/** A Python with aiosmtpd: the machine's own, or one of the project's in `.cache/`; else why there is none. */
export function findAiosmtpd(): { readonly python: string } | { readonly missing: string } {
  if (has('python3')) return { python: 'python3' }
  const python = path.join(folder, 'bin/python')
  if (existsSync(python) && has(python)) return { python }
  if (spawnSync('python3', ['-m', 'venv', folder]).status !== 0) return { missing: 'there is no python3 with venv' }
  if (spawnSync(python, ['-m', 'pip', 'install', '--quiet', `aiosmtpd==${version}`], { timeout: 60_000 }).status !== 0) {
    return { missing: `aiosmtpd ${version} could not be installed from PyPI` }
  }
  return { python }
}

function has(python: string): boolean {
  return spawnSync(python, ['-c', 'import aiosmtpd']).status === 0
}

/** aiosmtpd in a process of its own, and the mails that it read. */
export class RealSmtp {
  readonly mails: ReadMail[] = []
  readonly #process: ChildProcess

  constructor(python: string) {
    this.#process = spawn(python, [path.join(project, 'test/support/aiosmtpd-server.py')], { stdio: ['ignore', 'pipe', 'inherit'] })
  }

  async open(): Promise<number> {
    const { stdout } = this.#process
    if (stdout === null) throw new Error('the server has no output')
    const lines = createInterface({ input: stdout })
    const [first] = (await once(lines, 'line')) as [string]
    lines.on('line', (line) => this.mails.push(JSON.parse(line) as ReadMail))
    return (JSON.parse(first) as { port: number }).port
  }

  async close(): Promise<void> {
    const ended = once(this.#process, 'close')
    this.#process.kill()
    await ended
  }
}
