import kafkajs, { type Admin } from 'kafkajs'

const lookEveryMs = 100
const patienceMs = 120_000

interface Look {
  readonly atMs: number
  /** Committed offsets by partition; those that were never committed are left out. */
  readonly offsets: ReadonlyMap<number, number>
}

/** Looks again and again at what a group has committed, through whatever happens to the brokers: the measure of going on. */
export class OffsetWatch {
  #brokers: readonly string[]
  readonly #topic: string
  readonly #group: string
  readonly #running: Promise<void>
  #admin: Admin | null = null
  #last: Look | null = null
  #movedAtMs = performance.now()
  #longestPauseMs = 0
  #closing = false

  constructor(brokers: readonly string[], topic: string, group: string) {
    this.#brokers = brokers
    this.#topic = topic
    this.#group = group
    this.#running = this.#run()
  }

  /** The longest time without a new commit, from the first one until now. */
  get longestPauseMs(): number {
    return Math.round(Math.max(this.#longestPauseMs, performance.now() - this.#movedAtMs))
  }

  /**
   * Milliseconds from a moment (of performance.now()) to the first commit that is seen to follow it. What was committed when
   * the first look after the moment succeeds does not count: it may be older.
   * @throws when nothing is committed for two minutes
   */
  async firstCommitAfter(momentMs: number): Promise<number> {
    const before = await this.#look((look) => look.atMs >= momentMs)
    const after = await this.#look(({ offsets }) => sum(offsets) > sum(before.offsets))
    return Math.round(after.atMs - momentMs)
  }

  async close(): Promise<void> {
    this.#closing = true
    await this.#running
    await this.#drop()
  }

  async #look(wanted: (look: Look) => boolean): Promise<Look> {
    const untilMs = performance.now() + patienceMs
    for (;;) {
      if (this.#last !== null && wanted(this.#last)) return this.#last
      if (performance.now() > untilMs) throw new Error(`${this.#group}: no new commit within ${patienceMs / 1000} s`)
      await pause(lookEveryMs / 2)
    }
  }

  async #run(): Promise<void> {
    while (!this.#closing) {
      try {
        this.#note(await this.#ask())
      } catch {
        await this.#drop()
      }
      await pause(lookEveryMs)
    }
  }

  #note(look: Look): void {
    const before = this.#last === null ? 0 : sum(this.#last.offsets)
    if (sum(look.offsets) > before) {
      // What comes before the first commit is no pause but the start.
      if (before > 0) this.#longestPauseMs = Math.max(this.#longestPauseMs, look.atMs - this.#movedAtMs)
      this.#movedAtMs = look.atMs
    }
    this.#last = look
  }

  async #ask(): Promise<Look> {
    if (this.#admin === null) {
      const retry = { retries: 0 }
      const kafka = new kafkajs.Kafka({
        brokers: [...this.#brokers],
        connectionTimeout: 1000,
        requestTimeout: 2000,
        retry,
        logLevel: kafkajs.logLevel.NOTHING
      })
      this.#admin = kafka.admin({ retry })
      await this.#admin.connect()
      // Without retries kafkajs does not come to know the brokers by itself.
      await this.#admin.fetchTopicMetadata({ topics: [this.#topic] })
    }
    const [found] = await this.#admin.fetchOffsets({ groupId: this.#group, topics: [this.#topic] })
    const known = (found?.partitions ?? []).map(({ partition, offset }) => [partition, Number(offset)] as const)
    return { atMs: performance.now(), offsets: new Map(known.filter(([, offset]) => offset >= 0)) }
  }

  async #drop(): Promise<void> {
    const admin = this.#admin
    this.#admin = null
    // kafkajs begins with the first; that may be the one that is away.
    this.#brokers = [...this.#brokers.slice(1), ...this.#brokers.slice(0, 1)]
    await Promise.race([admin?.disconnect().catch(() => {}), pause(1000)])
  }
}

function sum(offsets: ReadonlyMap<number, number>): number {
  return [...offsets.values()].reduce((total, offset) => total + offset, 0)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
