import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Person } from '../core/actor.ts'
import { addDrill, endDrill, isAskedToStop, tellDrillProgress } from '../core/drill-book.ts'
import type { DrillEnd, DrillOrder, DrillProgress } from '../core/drill-run.ts'
import type { DrillEntry, Drills } from '../core/drills.ts'
import { AlreadyRunningError } from '../core/errors.ts'
import type { Running } from '../core/ports.ts'
import { FromDrill, type ToDrill } from '../drill/attended-messages.ts'
import type { Ground } from './ground.ts'

export interface DrillsPlace {
  /** Folder of the drill's own data. */
  readonly directory: string
  /** Address that the desk listens on, and the drill's too. */
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  /** What is played as the process of a drill. */
  readonly entry?: string
}

const entryFile = fileURLToPath(new URL('../drill/attended-process.ts', import.meta.url))
const lease = 'drill'
const leaseMs = 30_000
const beatMs = 1000
const answerWithinMs = 5000
/** Less than a shutdown may take. */
const endWithinMs = 8000

type Up = Extract<FromDrill, { type: 'up' }>
type Stands = Omit<Extract<FromDrill, { type: 'stands' }>, 'type'>

/** The drill that runs in a process of ours. */
class RunningDrill {
  readonly id: string
  readonly #child: ChildProcess
  readonly #ended = Promise.withResolvers<Omit<DrillEnd, 'at'>>()
  readonly #entries = new Map<number, (path: string | null) => void>()
  #asked = 0
  up: Up | null = null
  stands: Stands | null = null

  constructor(id: string, child: ChildProcess, log: string) {
    this.id = id
    this.#child = child
    child.on('message', (raw) => this.#heard(FromDrill.parse(raw)))
    child.once('error', (error) => this.#ended.resolve({ result: null, failure: `演练进程没有启动：${error.message}` }))
    child.once('exit', (code, signal) => this.#ended.resolve({ result: null, failure: `演练进程中途退出（${signal ?? code}），见 ${log}` }))
  }

  get ended(): Promise<Omit<DrillEnd, 'at'>> {
    return this.#ended.promise
  }

  stop(): void {
    this.#send({ type: 'stop' })
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  async enter(seat: string, { id, name }: Pick<Person, 'id' | 'name'>): Promise<string | null> {
    const ask = ++this.#asked
    const answer = Promise.withResolvers<string | null>()
    this.#entries.set(ask, answer.resolve)
    this.#send({ type: 'enter', ask, seat, person: { id, name } })
    const path = await Promise.race([answer.promise, pause(answerWithinMs, null)])
    this.#entries.delete(ask)
    return path
  }

  #send(message: ToDrill): void {
    if (this.#child.connected) this.#child.send(message)
  }

  #heard(message: FromDrill): void {
    switch (message.type) {
      case 'up':
        this.up = message
        return
      case 'stands': {
        const { type: _type, ...stands } = message
        this.stands = stands
        return
      }
      case 'entry':
        return this.#entries.get(message.ask)?.(message.path)
      case 'ended':
        return this.#ended.resolve({ result: message.result, failure: '' })
      case 'failed':
        return this.#ended.resolve({ result: null, failure: message.reason })
      default:
        return message satisfies never
    }
  }
}

/** Starts drills for the desk, one at a time however many desks there are, and writes down what becomes of each. */
export function openDrills(ground: Pick<Ground, 'stores' | 'clock' | 'random' | 'holder' | 'logger'>, place: DrillsPlace): Drills & Running {
  const { stores, clock, logger } = ground
  let running: RunningDrill | null = null
  let following: Promise<void> = Promise.resolve()

  async function start(order: DrillOrder, by: Person): Promise<string> {
    const { scenarioNamed } = await import('../drill/scenarios/catalog.ts')
    scenarioNamed(order.scenario)
    if (running !== null || (await stores.leases.acquire(lease, ground.holder, clock.elapsedMs(), leaseMs)) === null)
      throw new AlreadyRunningError('已有一场演练在进行；请先结束它')
    const id = Buffer.from(ground.random(6)).toString('hex')
    const log = path.join(place.directory, '..', 'drill.log')
    const drill = new RunningDrill(id, spawnDrill(order, place, log), log)
    running = drill
    await addDrill(stores.crawl, { id, order, at: clock.now(), by }, clock.elapsedMs())
    following = follow(drill).catch((error: unknown) => logger.error({ error }, 'what became of the drill could not be written down'))
    return id
  }

  /** Until it has ended; a person's wish to stop it comes by the book, from whichever desk. */
  async function follow(drill: RunningDrill): Promise<void> {
    let end: Omit<DrillEnd, 'at'> | null = null
    try {
      while (end === null) {
        await stores.leases.acquire(lease, ground.holder, clock.elapsedMs(), leaseMs)
        await tellDrillProgress(stores.crawl, progressOf(drill))
        if (await isAskedToStop(stores.crawl, drill.id, clock.elapsedMs())) drill.stop()
        end = await Promise.race([drill.ended, pause(beatMs, null)])
      }
      await endDrill(stores.crawl, drill.id, { ...end, at: clock.now() })
    } finally {
      running = null
      await stores.leases.release(lease, ground.holder)
    }
  }

  function progressOf({ id, up, stands }: RunningDrill): DrillProgress {
    return {
      id,
      up: up === null ? null : upOf(up),
      ...(stands ?? { now: up?.from ?? null, mentions: 0, incidents: 0, unsigned: 0 }),
      toldMs: clock.elapsedMs()
    }
  }

  return {
    scenarios: async () => (await import('../drill/scenarios/catalog.ts')).offeredScenarios(),
    start,
    async enter(seat, person): Promise<DrillEntry | null> {
      const drill = running
      if (drill?.up == null) return null
      const path = await drill.enter(seat, person)
      return path === null ? null : { port: drill.up.port, path }
    },
    async close() {
      const drill = running
      if (drill === null) return
      drill.stop()
      const late = setTimeout(() => drill.kill(), endWithinMs)
      await following
      clearTimeout(late)
    }
  }
}

function upOf({ port, speed, from, endsAt, seats }: Up): NonNullable<DrillProgress['up']> {
  return { port, speed, from, endsAt, seats }
}

function spawnDrill({ scenario, mode, speed }: DrillOrder, { directory, host, port, entry = entryFile }: DrillsPlace, log: string): ChildProcess {
  mkdirSync(directory, { recursive: true })
  const args = ['--data', directory, '--scenario', scenario, '--mode', mode, '--host', host, '--port', String(port)]
  if (speed !== null) args.push('--speed', String(speed))
  // Its desk stands behind no proxy of ours.
  const { WANGLOU_PUBLIC_URL: _publicUrl, ...env } = process.env
  const file = openSync(log, 'a')
  const child = spawn(process.execPath, [entry, ...args], { env, stdio: ['ignore', file, file, 'ipc'] })
  closeSync(file)
  return child
}
