/** `npm test`: everything that CI holds, in order, with one closing line. A step that cannot run here says why and is counted. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { provideChromium } from './chromium.ts'
import { provideArchives } from './engines/archives.ts'

interface Tally {
  passed: number
  failed: number
  skipped: number
}

const tally: Tally = { passed: 0, failed: 0, skipped: 0 }
const skips: string[] = []
const failures: string[] = []
const only = process.argv.slice(2)
/** What node has compiled, for the hundreds of processes and threads that the tests start: about a quarter of starting one is compiling. */
const compiled = mkdtempSync(path.join(tmpdir(), 'wanglou-check-compiled-'))
process.env['NODE_COMPILE_CACHE'] = compiled

async function main(): Promise<void> {
  await command('format', 'oxfmt', ['--check', '.'])
  await Promise.all([
    command('lint', 'oxlint', ['--deny-warnings']),
    command('types', 'tsc', ['--noEmit', '-p', '.']),
    command('types of the page', 'vue-tsc', ['--noEmit', '-p', 'dashboard']),
    command('unused code', 'knip', [])
  ])
  tests('unit')
  tests('contract')
  tests('judge')
  await engineTests()
  browserTests()
  tests('faults')
  for (const skip of skips) console.log(`skipped: ${skip}`)
  for (const failure of failures) console.log(`failed: ${failure}`)
  console.log(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`)
  process.exitCode = tally.failed === 0 ? 0 : 1
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
async function engineTests(): Promise<void> {
  if (!wanted('engines')) return
  const provided = await provideArchives(undefined, (words) => console.log(words))
  if (!provided.ok) skips.push(`engine suites: ${provided.reason}`)
  tests('engines')
}

function browserTests(): void {
  if (!wanted('browser')) return
  const chromium = provideChromium()
  if (chromium.path === null) {
    tally.skipped++
    skips.push(`browser tests: ${chromium.reason}`)
    return
  }
  if (!existsSync('dist/dashboard/index.html')) {
    const { status } = spawnSync('npm', ['run', '-s', 'build'], { stdio: 'inherit' })
    if (status !== 0) return fail('build of the page')
  }
  tests('browser', { WANGLOU_CHROMIUM: chromium.path })
}

function tests(project: string, env: Record<string, string> = {}): void {
  if (!wanted(project)) return
  console.log(`— ${project} tests`)
  const folder = mkdtempSync(path.join(tmpdir(), 'wanglou-check-'))
  const file = path.join(folder, 'report.json')
  const args = ['run', ...projectsOf(project), '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { status } = spawnSync(bin('vitest'), args, { stdio: 'inherit', env: { ...process.env, ...env } })
  count(project, status, file)
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
