import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../adapters/clock.ts'
import { removeIndices } from '../../adapters/elasticsearch/remove-indices.ts'
import { removeTopics } from '../../adapters/kafka/event-log.ts'
import { clusterOptions } from '../../cluster.ts'
import { countingAnchor } from '../../core/incident/anchor.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { Arrival, arrivalsFile } from '../../drill/city/addresses.ts'
import { numberInUrl } from '../../drill/scenario.ts'
import { openEngine, type EngineName, type EngineStores } from '../../engine.ts'
import { loadProductConfig } from '../../system.ts'
import { silent } from './running-system.ts'

const main = fileURLToPath(new URL('../../main.ts', import.meta.url))

const begunWords = '演练开始'

export interface DrillEnd {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** The end of what it said. */
  readonly stderr: string
}

/** `main.ts drill --once` as a process that can be killed. */
export class DrillProcess {
  readonly #child: ChildProcess
  readonly #ended: Promise<DrillEnd>
  readonly #begun = Promise.withResolvers<void>()

  constructor(directory: string, scenario: string, speed: number, engine: EngineName = 'embedded') {
    const play = ['--once', '--scenario', scenario, '--speed', String(speed), '--data', directory, '--engine', engine]
    const child = spawn(process.execPath, [main, 'drill', ...play], { stdio: ['ignore', 'ignore', 'pipe'] })
    const said: Buffer[] = []
    child.stderr.on('data', (chunk: Buffer) => {
      said.push(chunk)
      if (Buffer.concat(said).includes(begunWords)) this.#begun.resolve()
    })
    this.#child = child
    this.#ended = once(child, 'close').then((): DrillEnd => ({
      exitCode: child.exitCode,
      signal: child.signalCode,
      stderr: Buffer.concat(said).toString('utf8')
    }))
  }

  /** Resolves when every process is up and the play begins, or when it has ended. */
  async begun(): Promise<void> {
    await Promise.race([this.#begun.promise, this.#ended])
  }

  /** SIGKILL, as `kill -9`; resolves when the process is gone. */
  async kill(): Promise<DrillEnd> {
    this.#child.kill('SIGKILL')
    return this.#ended
  }

  end(): Promise<DrillEnd> {
    return this.#ended
  }
}

/** One incident, without what may differ from one run to the next: ids hold ports, and moments of noticing depend on the machine. */
export interface IncidentFigure {
  readonly members: readonly number[]
  readonly grade: string | null
  readonly anchor: string
  readonly deadlines: readonly string[]
  readonly settled: readonly string[]
  /** Every phase event, as often as the timeline has it. */
  readonly phases: readonly string[]
}

export interface DrillFigures {
  readonly incidents: readonly IncidentFigure[]
  readonly possibleDuplicates: number
  readonly untaken: number
  readonly arrivals: readonly Arrival[]
}

/** What a finished drill left in its folder, or on the cluster. */
export async function figuresOf(directory: string, engine: EngineName = 'embedded'): Promise<DrillFigures> {
  const stores = await open(directory, engine)
  try {
    const documents = (await stores.incidents.list({ limit: 10_000 })).filter(({ state }) => state.status !== 'merged')
    const incidents = await Promise.all(
      documents.map(async (document) => {
        const members = await stores.mentions.ofIncidents([document.id, ...document.state.absorbed], 100_000)
        return figureOf(
          document,
          members.map(({ mention }) => numberInUrl(mention.url ?? '') ?? 0)
        )
      })
    )
    const { requested, accepted, possibleDuplicates } = await stores.notices.counts()
    return {
      incidents: incidents.toSorted((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0)),
      possibleDuplicates,
      untaken: requested - accepted,
      arrivals: arrivalsIn(directory)
    }
  } finally {
    await stores.close()
  }
}

/** Deletes the topics and indices of a drill on the cluster. */
export async function forgetDrill(directory: string): Promise<void> {
  const { cluster } = await loadProductConfig(path.join(directory, 'config'))
  const options = clusterOptions(cluster, process.env, 'wanglou-test')
  await Promise.all([removeTopics(options.kafka, { logger: silent }), removeIndices(options.elasticsearch)])
}

async function open(directory: string, engine: EngineName): Promise<EngineStores> {
  const config = await loadProductConfig(path.join(directory, 'config'))
  return openEngine({ engine, config, clientId: 'wanglou-test', directory, waiting: null, clock: systemClock, logger: silent })
}

function figureOf({ state, events }: IncidentDocument, members: readonly number[]): IncidentFigure {
  const anchor = countingAnchor(state.policy, state.anchors)
  // A clock that a raise replaced never ran where the graver mention came in the same batch.
  const countdowns = state.countdowns.filter(({ settled }) => settled?.state !== 'withdrawn' || !settled.reason.startsWith('等级上调'))
  return {
    members: members.toSorted((a, b) => a - b),
    grade: state.grade,
    anchor: `${anchor?.kind} ${anchor?.at}`,
    deadlines: countdowns.map(({ kind, dueAt }) => `${kind} ${dueAt}`).toSorted(),
    settled: countdowns.flatMap(({ kind, settled }) => (settled === null ? [] : [`${kind} ${settled.state}`])).toSorted(),
    phases: events.flatMap(({ body }) => (body.type === 'countdown-phase-reached' ? [`${body.kind} ${body.phase}`] : [])).toSorted()
  }
}

function arrivalsIn(directory: string): Arrival[] {
  const lines = readFileSync(path.join(directory, arrivalsFile), 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => Arrival.parse(JSON.parse(line)))
}

/** Runs another command of the product on the folder; resolves with its exit code and what it said. */
export async function runCommand(...args: readonly string[]): Promise<{ readonly exitCode: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const said: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
  const [exitCode] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return { exitCode, output: Buffer.concat(said).toString('utf8') }
}
