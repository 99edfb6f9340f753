import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Clock } from '../core/clock.ts'
import { severityOf } from '../core/grade.ts'
import { addMs, minuteMs } from '../core/instant.ts'
import type { Logger } from '../core/ports.ts'
import type { IncidentDetail } from '../dashboard-api/contract.ts'
import { isAfterAct, performAfter, queueOf } from './after.ts'
import type { DeskClient } from './desk-client.ts'
import { DeskError } from './errors.ts'
import { writeWhole } from './scale-file.ts'
import { numberInUrl, type Scenario, type ScriptedAct } from './scenario.ts'
import type { City } from './start-city.ts'

export interface ActorsOptions {
  readonly directory: string
  readonly scenario: Scenario
  readonly city: City
  /** A signed-in person a role. */
  readonly people: ReadonlyMap<ScriptedAct['by'], DeskClient>
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
  const done = new DoneFile(options.directory)
  const abort = new AbortController()
  /** Each reason is told once, however often the act is tried. */
  const failing = new Map<string, string>()
  const waiting = (): ScriptedAct[] => scenario.acts.filter(({ id }) => !done.has(id))
  const work = async (): Promise<void> => {
    while (!abort.signal.aborted && waiting().length > 0) {
      for (const act of nextOfEach(waiting())) {
        if (act.at > clock.now() || abort.signal.aborted) continue
        try {
          if (await perform(options, act)) done.add(act.id)
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error)
          if (!abort.signal.aborted && failing.get(act.id) !== reason)
            logger.warn({ act: act.id, reason }, 'an act of the drill failed, trying again')
          failing.set(act.id, reason)
        }
      }
      await pause(lookEveryMs, abort.signal)
    }
  }
  const working = work()
  return {
    waiting: () => waiting().map(({ id }) => id),
    async close() {
      abort.abort()
      await working
    }
  }
}

/** People do one thing after the other about an incident: the earliest act of each that is not done. */
function nextOfEach(acts: readonly ScriptedAct[]): readonly ScriptedAct[] {
  const first = new Map<string, ScriptedAct>()
  for (const act of acts.toSorted((a, b) => (a.at < b.at ? -1 : 1))) if (!first.has(act.incident)) first.set(act.incident, act)
  return [...first.values()]
}

/** False while the incident is not on the desk, or not yet as grave as the act presumes. */
async function perform(options: ActorsOptions, act: ScriptedAct): Promise<boolean> {
  const desk = options.people.get(act.by)
  if (desk === undefined) throw new DeskError(`演练中没有 ${act.by}`)
  const detail = await recognise(options.scenario, desk, act.incident, queueOf(act.act))
  if (detail === null || (act.whenGrade !== undefined && severityOf(detail.grade) < severityOf(act.whenGrade))) return false
  const { act: what } = act
  if (isAfterAct(what)) {
    await performAfter(desk, detail.id, what, act.id)
    return true
  }
  switch (what.do) {
    case 'acknowledge':
      await desk.act(detail.id, 'acknowledge', { note: what.note }, act.id)
      return true
    case 'confirm-grade':
      await desk.act(detail.id, 'confirm-grade', { eventGrade: what.grade, opinionGrade: detail.opinionGrade, reason: what.reason }, act.id)
      return true
    case 'assign':
      await desk.act(detail.id, 'assign', { departments: [{ id: what.department, role: 'lead' }], instruction: what.instruction }, act.id)
      return true
    case 'accept':
      await desk.act(detail.id, 'accept', { departmentId: what.department }, act.id)
      return true
    case 'release':
      await desk.act(detail.id, 'record-release', { url: await publish(options.city, act.id, what) }, act.id)
      return true
    case 'conference': {
      const url = await publish(options.city, act.id, what)
      await desk.act(detail.id, 'record-conference', { url, venue: what.venue, speaker: what.speaker, heldAt: addMs(act.at, -30 * minuteMs) }, act.id)
      return true
    }
    default:
      return what satisfies never
  }
}

/** A person knows an incident by what its newest mentions speak of. */
async function recognise(scenario: Scenario, desk: DeskClient, incident: string, status: 'open' | 'closed'): Promise<IncidentDetail | null> {
  const aboutIt = new Map(scenario.items.map((item) => [item.number, item.incident === incident]))
  for (const { id } of (await desk.queue(status)).rows) {
    const detail = await desk.incident(id)
    const known = detail.mentions.rows.map(({ url }) => aboutIt.get((url === null ? null : numberInUrl(url)) ?? 0) ?? false)
    if (known.filter(Boolean).length * 2 > known.length) return detail
  }
  return null
}

/** Puts a release on the city's own outlet, as its people would, and returns its address. */
async function publish({ addresses, secret }: City, id: string, { title, body }: { readonly title: string; readonly body: string }): Promise<string> {
  const response = await fetch(`${addresses.outlet}/publish`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-drill-secret': secret },
    body: JSON.stringify({ id, title, body })
  })
  if (!response.ok) throw new DeskError(`发布未成功：${response.status}`)
  return new URL(z.object({ path: z.string() }).parse(await response.json()).path, addresses.outlet).href
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
