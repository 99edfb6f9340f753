/** `npm test`: everything that CI holds, in order, with one closing line. A step that cannot run here says why and is counted. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { provideChromium, type ProvidedChromium } from './chromium.ts'
import { provideArchives, type Provided } from './engines/archives.ts'

interface Tally {
  passed: number
  failed: number
  skipped: number
}

const tally: Tally = { passed: 0, failed: 0, skipped: 0 }
const skips: string[] = []
const failures: string[] = []
const only = process.argv.slice(2)
/** Where both want the processor, one of the usual priority gets all but a thirtieth of it beside one of this. */
const lowPriority = 15
/** What node has compiled, for the hundreds of processes and threads that the tests start: about a quarter of starting one is compiling. */
const compiled = mkdtempSync(path.join(tmpdir(), 'wanglou-check-compiled-'))
process.env['NODE_COMPILE_CACHE'] = compiled

async function main(): Promise<void> {
  // What waits for the network begins before anything else.
  const archives = wanted('engines') || wanted('faults') ? begun(provideArchives(undefined, (words) => console.log(words))) : null
  const chromium = wanted('browser') ? begun(provideChromium()) : null
  await command('format', 'oxfmt', ['--check', '.'])
  await Promise.all([
    command('lint', 'oxlint', ['--deny-warnings']),
    command('types', 'tsc', ['--noEmit', '-p', '.']),
    command('types of the page', 'vue-tsc', ['--noEmit', '-p', 'dashboard']),
    command('unused code', 'knip', []),
    // Some unit tests use it where it is: they are not to meet it half installed.
    chromium?.catch(() => {})
  ])
  // Drills and servers wait most of the time, the others compute: side by side they take little longer than either. Who computes stands back.
  await Promise.all([waiting(archives), computing(chromium)])
  for (const skip of skips) console.log(`skipped: ${skip}`)
  for (const failure of failures) console.log(`failed: ${failure}`)
  console.log(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`)
  process.exitCode = tally.failed === 0 ? 0 : 1
}

/** Play against the clock, or measure how soon work goes on: whatever they ask for they get first. */
async function waiting(archives: Promise<Provided> | null): Promise<void> {
  await tests(['faults'])
  await engineTests(archives)
}

async function computing(chromium: Promise<ProvidedChromium> | null): Promise<void> {
  // In one run, so that neither worker waits for the other's last file.
  await tests(['unit', 'contract'], { niceness: lowPriority })
  await tests(['judge'], { niceness: lowPriority })
  await browserTests(chromium)
}

/** Work that is waited for later; what it fails by is told then. */
function begun<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {})
  return work
}

function wanted(name: string): boolean {
  return only.length === 0 || only.includes(name)
}

function bin(name: string): string {
  return path.join('node_modules', '.bin', name)
}

/** Says what it found when it is done, so that those that run side by side do not speak at once. */
async function command(name: string, program: string, args: string[]): Promise<void> {
  if (!wanted(name)) return
  const child = spawn(bin(program), args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const [status] = (await once(child, 'close')) as [number | null]
  console.log(`— ${name}: ${program} ${args.join(' ')}\n${said.trimEnd()}`)
  if (status === 0) tally.passed++
  else fail(name)
}

function fail(name: string): void {
  tally.failed++
  failures.push(name)
}

/** Real Kafka and Elasticsearch; where they cannot be had the suites skip themselves, and are counted. */
async function engineTests(archives: Promise<Provided> | null): Promise<void> {
  if (archives === null || !wanted('engines')) return
  const provided = await archives
  if (!provided.ok) skips.push(`engine suites: ${provided.reason}`)
  await tests(['engines'])
}

async function browserTests(provided: Promise<ProvidedChromium> | null): Promise<void> {
  if (provided === null) return
  const chromium = await provided
  if (chromium.path === null) {
    tally.skipped++
    skips.push(`browser tests: ${chromium.reason}`)
    return
  }
  if (!existsSync('dist/dashboard/index.html')) {
    const [status] = (await once(spawn('npm', ['run', '-s', 'build'], { stdio: 'inherit' }), 'close')) as [number | null]
    if (status !== 0) return fail('build of the page')
  }
  await tests(['browser'], { niceness: lowPriority, env: { WANGLOU_CHROMIUM: chromium.path } })
}

interface Run {
  /** What others that want the processor at the same time are let go before; 0: as everybody. */
  readonly niceness?: number
  readonly env?: Readonly<Record<string, string>>
}

/** One run of the projects among these that are wanted. */
async function tests(projects: readonly string[], { niceness = 0, env = {} }: Run = {}): Promise<void> {
  const chosen = projects.filter(wanted)
  if (chosen.length === 0) return
  const name = chosen.join(' and ')
  console.log(`— ${name} tests`)
  const startedMs = performance.now()
  const folder = mkdtempSync(path.join(tmpdir(), 'wanglou-check-'))
  const file = path.join(folder, 'report.json')
  const args = ['run', ...chosen.flatMap(projectsOf), '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const child = spawn('nice', ['-n', String(niceness), bin('vitest'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env }
  })
  // Two runs speak at once: each line says whose it is.
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', (line) => console.log(`${name} | ${line}`))
  const [status] = (await once(child, 'close')) as [number | null]
  console.log(`— ${name} tests: ${Math.round((performance.now() - startedMs) / 1000)} s`)
  count(name, status, file)
  rmSync(folder, { recursive: true })
}

/** What loads the dictionary is a project of its own, and counts as unit tests. */
function projectsOf(name: string): string[] {
  const names = name === 'unit' ? ['unit', 'unit-dictionary'] : [name]
  return names.flatMap((each) => ['--project', each])
}

interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { name: string; assertionResults: { status: string; fullName: string; meta?: { skippedBecause?: string } }[] }[]
}

function count(project: string, status: number | null, file: string): void {
  if (!existsSync(file)) return fail(`${project} tests: no report`)
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report
  tally.passed += report.numPassedTests
  tally.failed += report.numFailedTests
  tally.skipped += report.numPendingTests + report.numTodoTests
  for (const { assertionResults } of report.testResults) {
    for (const result of assertionResults) {
      if (result.status === 'failed') failures.push(`${project}: ${result.fullName}`)
      if (result.status === 'pending' || result.status === 'skipped') skips.push(`${project}: ${result.fullName}`)
    }
  }
  if (status !== 0 && report.numFailedTests === 0) fail(`${project} tests: exit ${status}`)
}

try {
  await main()
} finally {
  rmSync(compiled, { recursive: true, force: true })
}
