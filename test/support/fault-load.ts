import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '../../adapters/clock.ts'
import { RetryableError } from '../../core/errors.ts'
import type { EventLog } from '../../core/ports.ts'
import type { FaultMentions } from './fault-mentions.ts'
import type { Poison } from './fault-poison.ts'

const tickMs = 250
/** Beyond that nothing more is begun: whoever produces waits too when the log does. */
const mostUnacknowledged = 400
const againAfterMs = 500

/** A record as it went into the log. */
export interface Produced {
  readonly key: string
  readonly value: string
  /** Number of the mention in the load; null for a record that is poison. */
  readonly index: number | null
}

export interface LoadOptions {
  readonly log: EventLog
  readonly mentions: FaultMentions
  readonly perSecond: number
  /** What takes the place of a mention here and there. */
  readonly poison: Poison | null
}

/** Mentions into the real log at a steady rate, and which of them the log took. An append that fails is made again until it is taken. */
export class Load {
  readonly acknowledged = new Map<string, Produced>()
  readonly #options: LoadOptions
  readonly #open = new Set<Promise<void>>()
  readonly #running: Promise<void>
  #next = 0
  #failure: unknown = null
  #begun = 0
  #stopping = false

  constructor(options: LoadOptions) {
    this.#options = options
    this.#running = this.#run()
  }

  /** How many records were begun to be appended. */
  get begun(): number {
    return this.#begun
  }

  /** Resolves when all that was begun is taken. @throws what no retry mends */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#running
    await Promise.all(this.#open)
    if (this.#failure !== null) throw this.#failure
  }

  /** At once; what is under way is left. */
  abandon(): void {
    this.#stopping = true
    this.#failure ??= new Error('the load was abandoned')
  }

  async #run(): Promise<void> {
    const { perSecond } = this.#options
    const startedAt = performance.now()
    let owed = 0
    for (let tick = 1; !this.#stopping; tick++) {
      owed = Math.min(perSecond, owed + (perSecond * tickMs) / 1000)
      const count = Math.min(Math.floor(owed), mostUnacknowledged - (this.#begun - this.acknowledged.size))
      if (count > 0) {
        owed -= count
        const work = this.#append(Array.from({ length: count }, () => this.#make(this.#next++))).finally(() => this.#open.delete(work))
        this.#open.add(work)
      }
      await pause(Math.max(0, startedAt + tick * tickMs - performance.now()))
    }
  }

  #make(index: number): Produced {
    const now = systemClock.now()
    const poison = this.#options.poison?.at(index, now) ?? null
    if (poison !== null) return { ...poison, index: null }
    const mention = this.#options.mentions.made(index, now)
    return { key: mention.id, value: JSON.stringify(mention), index }
  }

  async #append(records: readonly Produced[]): Promise<void> {
    this.#begun += records.length
    while (this.#failure === null) {
      try {
        await this.#options.log.append('mentions', records)
        for (const record of records) this.acknowledged.set(record.key, record)
        return
      } catch (error) {
        if (!(error instanceof RetryableError)) this.#failure ??= error
        await pause(againAfterMs)
      }
    }
  }
}
