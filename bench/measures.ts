import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parse } from 'yaml'
import { sha256 } from '../adapters/hash.ts'
import { openEmbedded } from '../adapters/embedded/open.ts'
import { machine } from '../core/actor.ts'
import { followStages } from '../core/incident/follow-stages.ts'
import { create } from '../core/incident/update.ts'
import { addMs, hourMs, minuteMs } from '../core/instant.ts'
import { measuresOf } from '../core/measures/measures.ts'
import { monthOf } from '../core/measures/month.ts'
import { ledgerProposals, ledgerRows } from '../core/measures/supervision-ledger.ts'
import { Policy } from '../core/policy.ts'
import { StagedCountdowns } from '../core/staged-countdown.ts'
import type { Stores } from '../core/ports.ts'
import { MeasuredIncidents } from '../dashboard-api/measured-incidents.ts'
import { at } from '../test/support/incidents.ts'
import { standingClock } from '../test/support/report-desk.ts'
import { fullIncident } from '../test/support/report-samples.ts'
import { shippedCalendar } from '../test/support/shipped-calendar.ts'

const incidents = Number(process.env['WANGLOU_BENCH_INCIDENTS'] ?? 5000)
const rounds = 7

/** 漏报迟报误报瞒报 and the ledger over a year of incidents of the embedded store: the first reading of a process, and each request after it. */
export async function bench(say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-bench-measures-'))
  const clock = standingClock(at('08:30'))
  const stores = await openEmbedded({ directory, clock, lock: true })
  try {
    const bytes = await fill(stores, say)
    const measured = new MeasuredIncidents(stores.incidents, sha256)
    const heapBefore = heapMb()
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const firstReadMs = await timed(() => measured.read())
    delay.disable()
    const keptMb = heapMb() - heapBefore
    const month = monthOf(addMs(clock.now(), -24 * hourMs))
    const monthMs: number[] = []
    const ledgerMs: number[] = []
    let rows = 0
    for (let round = 0; round < rounds; round += 1) {
      monthMs.push(
        await timed(async () => {
          const found = measuresOf(await measured.read(), { month, departmentId: null }, clock.now())
          rows = JSON.stringify(found).length > 0 ? found.rows.length : 0
        })
      )
      ledgerMs.push(
        await timed(async () => {
          const all = await measured.read()
          JSON.stringify([ledgerRows(all, clock.now()), ledgerProposals(all, clock.now())])
        })
      )
    }
    return {
      incidents,
      documentKb: Math.round(bytes / incidents / 1000),
      firstReadMs: Math.round(firstReadMs),
      firstReadLoopP99Ms: Math.round(delay.percentile(99) / 1e6),
      keptMb: Math.round(keptMb),
      monthMs: Math.round(median(monthMs)),
      monthRows: rows,
      ledgerMs: Math.round(median(ledgerMs))
    }
  } finally {
    await stores.close()
    await rm(directory, { recursive: true, force: true })
  }
}

/** One incident each hour and three quarters, back from now. Returns their bytes as JSON. */
async function fill(stores: Stores, say: (words: string) => void): Promise<number> {
  const config = async (name: string): Promise<unknown> => parse(await readFile(fileURLToPath(new URL(`../config/${name}`, import.meta.url)), 'utf8'))
  const policy = Policy.parse({
    ...((await config('policy.yaml')) as object),
    staged: StagedCountdowns.parse(await config('staged-countdowns.yaml'))
  })
  const writer = { store: stores.incidents, sha256, announce: () => Promise.resolve(), follow: followStages(shippedCalendar) }
  let bytes = 0
  for (let index = 0; index < incidents; index += 1) {
    const openedAt = addMs(at('08:00'), -index * 105 * minuteMs)
    const grade = index % 20 === 0 ? 'II' : index % 5 === 0 ? 'III' : 'IV'
    const bodies = fullIncident(`inc-${index}`, openedAt, { grade, closed: index > 50 }).events.map(({ body }) =>
      body.type === 'opened' ? { ...body, policy } : body
    )
    const made = await create(writer, `inc-${index}`, { at: openedAt, actor: machine('pipeline'), cause: `open:${index}` }, bodies, null)
    bytes += JSON.stringify(made).length
    if (index % 1000 === 0) say(`存入 ${index} 起`)
  }
  return bytes
}

/** What is in use, without what nobody holds any more. */
function heapMb(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed / 1e6
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
