import { setTimeout as pause } from 'node:timers/promises'
import { roleWords } from '../core/actor.ts'
import type { DrillMode, DrillResult } from '../core/drill-run.ts'
import type { Instant } from '../core/instant.ts'
import type { Logger } from '../core/ports.ts'
import { isUnsigned } from '../dashboard-api/views/incident-row.ts'
import type { FromDrill } from './attended-messages.ts'
import { drillResult } from './drill-result.ts'
import type { DrillSystem } from './drill-system.ts'
import { judge } from './expectations.ts'
import { foundIncidents, type DrillSummary } from './outcome.ts'
import { posts, seatPerson, signInLink } from './people.ts'
import { playAttended, playThrough, type Attendant } from './play.ts'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'

export interface AttendedOptions {
  readonly scenario: Scenario
  readonly mode: DrillMode
  readonly directory: string
  readonly speed: number | null
  readonly host: string
  readonly port: number
  readonly logger: Logger
}

/** The desk that started the drill. */
export interface StartingDesk {
  readonly stopped: Promise<void>
  tell(message: FromDrill): void
}

const lookEveryMs = 1000
const mostIncidents = 1000

/** A drill that a desk started: it tells the desk how it stands, lets people in, and ends with what came of it. */
export class AttendedDrill {
  readonly #options: AttendedOptions
  readonly #desk: StartingDesk
  readonly #from: Instant
  readonly #ending = new AbortController()
  #running: { readonly stage: Stage; readonly system: DrillSystem } | null = null
  #result: DrillResult | null = null

  constructor(options: AttendedOptions, desk: StartingDesk) {
    this.#options = options
    this.#desk = desk
    this.#from = options.mode === 'people' ? options.scenario.liveFrom : options.scenario.startsAt
  }

  /** Resolves when it has ended and everything of it is closed. */
  async play(): Promise<DrillResult> {
    const { mode, logger } = this.#options
    const options = { ...this.#options, engine: 'embedded' as const, fresh: true, say: (words: string) => logger.info({ words }, 'drill') }
    const attendant: Attendant = {
      stopped: mode === 'people' ? Promise.race([this.#desk.stopped, this.#playedOut()]) : this.#desk.stopped,
      up: (stage, system) => this.#up(stage, system),
      over: (stage, system, summary) => this.#over(stage, system, summary)
    }
    try {
      await (mode === 'people' ? playAttended(options, attendant) : playThrough(options, attendant))
    } finally {
      // Also where it never began: what waits for its end would keep the process alive.
      this.#ending.abort()
    }
    if (this.#result === null) throw new TypeError('a drill ended without its result')
    return this.#result
  }

  /** Path of a link that lets the person in once, on this seat and under the own name; null: there is no such seat, or nothing runs yet. */
  async enter(seat: string, person: { readonly id: string; readonly name: string }): Promise<string | null> {
    if (this.#running === null) return null
    const { stage, system } = this.#running
    const account = await seatPerson(system.stores.accounts, seat, person)
    if (account === null || system.url === null) return null
    const { pathname, hash } = new URL(await signInLink(system.stores.accounts, stage.clock, system.url, account))
    return `${pathname}${hash}`
  }

  #up(stage: Stage, system: DrillSystem): void {
    this.#running = { stage, system }
    this.#desk.tell({
      type: 'up',
      port: Number(new URL(system.url ?? '').port),
      speed: stage.scale.speed,
      from: this.#from,
      endsAt: this.#options.scenario.endsAt,
      seats: posts.map(({ login, role }) => ({ id: login, role, words: roleWords[role] }))
    })
    void this.#tellOn(stage, system)
  }

  async #over(stage: Stage, { stores }: DrillSystem, summary: DrillSummary | null): Promise<void> {
    this.#ending.abort()
    const { scenario } = this.#options
    const to = stage.clock.now()
    const playedOut = to >= scenario.endsAt
    const judged = summary ?? (playedOut ? await this.#judged(stage, stores) : null)
    this.#result = await drillResult(stores, { from: this.#from, to, speed: stage.scale.speed, playedOut }, judged)
  }

  /** People played to the end: what they did is held against the same truth as the script. */
  async #judged({ clock }: Stage, stores: DrillSystem['stores']): Promise<Pick<DrillSummary, 'falseIncidents' | 'missedIncidents' | 'expectations'>> {
    const { falseIncidents, missedIncidents, expectations } = judge(this.#options.scenario, await foundIncidents(stores, clock.now()))
    return { falseIncidents: falseIncidents.length, missedIncidents: missedIncidents.length, expectations }
  }

  async #playedOut(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      const now = this.#running?.stage.clock.now()
      if (now !== undefined && now >= this.#options.scenario.endsAt) return
      await pause(lookEveryMs)
    }
  }

  async #tellOn({ clock }: Stage, { stores }: DrillSystem): Promise<void> {
    while (!this.#ending.signal.aborted) {
      const now = clock.now()
      const open = await stores.incidents.list({ status: ['open'], limit: mostIncidents })
      const mentions = await stores.mentions.count()
      if (this.#ending.signal.aborted) return
      const unsigned = open.filter((document) => isUnsigned(document, now)).length
      this.#desk.tell({ type: 'stands', now, mentions, incidents: open.length, unsigned })
      await pause(lookEveryMs)
    }
  }
}
