import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Clock } from '../core/clock.ts'
import type { Logger } from '../core/ports.ts'
import { performAct, type ActStage } from './perform-act.ts'
import { recogniser } from './recognise.ts'
import { writeWhole } from './scale-file.ts'
import type { Scenario, ScriptedAct } from './scenario.ts'

export interface ActorsOptions extends Omit<ActStage, 'recognise'> {
  readonly directory: string
  readonly scenario: Scenario
  readonly clock: Clock
  readonly logger: Logger
}

export interface Actors {
  /** Acts that are still to be done. */
  waiting(): readonly string[]
  close(): Promise<void>
}

const lookEveryMs = 200

/**
 * The people of the drill at work: each act at its moment, once its incident stands on the desk. What was done is kept in the
 * folder, and each request carries its act as key, so that a restart neither forgets nor repeats.
 */
export function startActors(options: ActorsOptions): Actors {
  const { scenario, clock, logger } = options
  const stage: ActStage = { ...options, recognise: recogniser(scenario) }
  const done = new DoneFile(options.directory)
  const abort = new AbortController()
  /** Each reason is told once, however often the act is tried. */
  const failing = new Map<string, string>()
  const waiting = (): readonly string[] => scenario.acts.flatMap(({ id }) => (done.has(id) ? [] : [id]))

  /** Whether it is done now. */
  async function attempt(act: ScriptedAct): Promise<boolean> {
    if (act.at > clock.now()) return false
    try {
      if (!(await performAct(stage, act))) return false
      done.add(act.id)
      return true
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (!abort.signal.aborted && failing.get(act.id) !== reason) logger.warn({ act: act.id, reason }, 'an act of the drill failed, trying again')
      failing.set(act.id, reason)
      return false
    }
  }

  /** People do one thing after the other about an incident; nobody waits for a printer. */
  async function work(acts: readonly ScriptedAct[]): Promise<void> {
    for (const act of acts.toSorted(byTime)) {
      while (!abort.signal.aborted && !done.has(act.id)) if (!(await attempt(act))) await pause(lookEveryMs, abort.signal)
    }
  }

  const working = Promise.all(
    [...Map.groupBy(scenario.acts, ({ incident, act }) => `${incident}${act.do === 'paper' ? '/papers' : ''}`).values()].map(work)
  )
  return {
    waiting,
    async close() {
      abort.abort()
      await working
    }
  }
}

function byTime(a: ScriptedAct, b: ScriptedAct): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0
}

/** Ids of acts that the desk has confirmed. */
class DoneFile {
  readonly #file: string
  readonly #ids: Set<string>

  constructor(directory: string) {
    this.#file = path.join(directory, 'acts-done.json')
    this.#ids = new Set(existsSync(this.#file) ? z.array(z.string()).parse(JSON.parse(readFileSync(this.#file, 'utf8'))) : [])
  }

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  add(id: string): void {
    this.#ids.add(id)
    writeWhole(this.#file, JSON.stringify([...this.#ids]))
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, ms)
    function finish(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    signal.addEventListener('abort', finish, { once: true })
  })
}
