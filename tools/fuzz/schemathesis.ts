import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const version = '4.32.5'
const place = resolve('.cache/schemathesis')
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'allow_header_conformance'
]

/** Schemathesis of PyPI in an environment of its own, fetched the first time. */
export async function installSchemathesis(): Promise<string> {
  const program = join(place, 'bin', 'st')
  if (existsSync(program)) return program
  await mkdir(place, { recursive: true })
  await run('python3', ['-m', 'venv', place])
  await run(join(place, 'bin', 'pip'), ['install', '--quiet', `schemathesis==${version}`])
  return program
}

export interface FuzzRun {
  readonly program: string
  /** The description, as a file. */
  readonly schema: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly examplesEach: number
  readonly seed: number
  readonly rateLimit: string
  /** Where the run writes every request and answer. */
  readonly har: string
}

/** True when it found nothing; what it finds it prints itself. */
export async function fuzz({ program, schema, url, headers, examplesEach, seed, rateLimit, har }: FuzzRun): Promise<boolean> {
  const how = ['--checks', checks.join(','), '--phases', 'coverage,fuzzing', '--max-examples', String(examplesEach), '--seed', String(seed)]
  // One at a time: Python before 3.12 cannot read sources on two threads at once, and a part of the cases is not made.
  const patience = ['--workers', '1', '--rate-limit', rateLimit, '--request-timeout', '60', '--suppress-health-check', 'all']
  const telling = ['--continue-on-failure', '--no-shrink', '--warnings', 'off', '--report', 'har', '--report-har-path', har]
  const who = Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`])
  const settings = `${schema}.toml`
  // Methods that an address does not take are tried by one: else DELETE /api/session, which it does take, would end who asks.
  await writeFile(settings, '[phases.coverage]\nunexpected-methods = ["PATCH"]\n')
  const code = await exitOf(program, ['--config-file', settings, 'run', schema, '--url', url, ...how, ...patience, ...telling, ...who])
  if (code !== 0 && code !== 1) throw new Error(`schemathesis ended with ${code}`)
  return code === 0
}

async function run(program: string, words: readonly string[]): Promise<void> {
  const code = await exitOf(program, words)
  if (code !== 0) throw new Error(`${program} ${words[0]} ended with ${code}`)
}

/** What it says goes to stderr: stdout is for the result. */
async function exitOf(program: string, words: readonly string[]): Promise<number> {
  const child = spawn(program, words, { stdio: ['ignore', 2, 2] })
  const [code] = (await once(child, 'close')) as [number]
  return code
}
