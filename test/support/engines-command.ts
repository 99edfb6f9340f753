import { spawn } from 'node:child_process'
import path from 'node:path'
import type { Ended } from './command-line.ts'

const project = path.resolve(import.meta.dirname, '../..')

/** Runs `npm run engines` as a person does, with a cache of its own, to its end. */
export function wanglouEngines(cache: string, ...args: readonly string[]): Promise<Ended> {
  const env = { ...process.env, WANGLOU_ENGINES_CACHE: cache }
  const child = spawn(process.execPath, ['tools/engines.ts', ...args], { cwd: project, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })))
}
