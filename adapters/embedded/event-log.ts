import { randomUUID } from 'node:crypto'
import type { Clock } from '../../core/clock.ts'
import type { EventLog, SubscribeOptions, Subscription } from '../../core/ports.ts'
import { StoreBusyError } from './errors.ts'
import type { Ends, logReads, logWrites } from './log-operations.ts'
import { PartitionConsumer } from './partition-consumer.ts'
import { partitionsOf, slotOf, type Partition } from './partitions.ts'
import { thisProcess } from './process-identity.ts'
import type { Claim, Wish } from './partition-claims.ts'
import type { WorkerClient } from './worker-client.ts'

/** How often the log is looked at for what other processes appended. */
const pollMs = 200
const leaseMs = 5000
const renewMs = 1000

interface Consumed {
  readonly wish: Wish
  readonly consumer: PartitionConsumer
  readonly fail: (error: unknown) => void
}

/** The log of one process: its appends wake its own subscribers at once, a poll finds those of other processes. */
export class EmbeddedEventLog implements EventLog {
  readonly #write
  readonly #read
  readonly #clock: Clock
  readonly #identity = thisProcess()
  readonly #consumed = new Set<Consumed>()
  readonly #subscriptions = new Set<Subscription>()
  readonly #ends = new Map<string, number>()
  #timers: { poll: NodeJS.Timeout; renew: NodeJS.Timeout } | null = null
  #polling = false
  #renewing: Promise<void> = Promise.resolve()

  constructor(writer: WorkerClient, reader: WorkerClient, clock: Clock) {
    this.#write = writer.caller<typeof logWrites>()
    this.#read = reader.caller<typeof logReads>()
    this.#clock = clock
  }

  append: EventLog['append'] = async (topic, records) => {
    if (records.length > 0) this.#noteEnds(await this.#write('appendRecords', { topic, records }))
  }

  lag: EventLog['lag'] = (topic, group) => this.#read('logLag', { topic, group })

  read: EventLog['read'] = (topic, after, limit) => this.#read('readRecords', { topic, after, limit })

  /** A group that begins at the end begins where the topic ends a moment after this returns: when the writer has noted it. */
  subscribe: EventLog['subscribe'] = (options) => {
    const holder = `${this.#identity.host}/${this.#identity.pid}/${randomUUID()}`
    const failure = Promise.withResolvers<never>()
    failure.promise.catch(() => {})
    const parts = partitionsOf(options.topic).map((partition): Consumed => {
      const wish: Wish = { ...partition, group: options.group, holder, from: options.from ?? 'start' }
      return { wish, consumer: this.#consume(options, partition, failure.reject), fail: failure.reject }
    })
    for (const part of parts) this.#consumed.add(part)
    this.#start()
    const subscription: Subscription = {
      failed: failure.promise,
      close: async () => {
        await Promise.all(parts.map((part) => part.consumer.close()))
        for (const part of parts) this.#consumed.delete(part)
        this.#subscriptions.delete(subscription)
        this.#stopWhenIdle()
        // A renewal under way would take the released leases again.
        await this.#renewing
        await this.#write('releasePartitions', { holders: [holder] }).catch(ignoreBusy)
      }
    }
    this.#subscriptions.add(subscription)
    return subscription
  }

  async close(): Promise<void> {
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()))
  }

  #consume(options: SubscribeOptions, partition: Partition, fail: (error: unknown) => void): PartitionConsumer {
    const slot = slotOf(partition)
    return new PartitionConsumer(options, {
      fetch: (claim, after, limit) => this.#read('fetchRecords', { partition: claim, after, limit }),
      commit: async (claim, offset) => {
        await this.#write('commitOffset', { claim, offset })
      },
      end: () => this.#ends.get(slot) ?? 0,
      gained: () => options.gained?.([partition.partition]),
      fail
    })
  }

  #noteEnds(ends: Ends): void {
    for (const [slot, end] of Object.entries(ends)) {
      if (end <= (this.#ends.get(slot) ?? 0)) continue
      this.#ends.set(slot, end)
      for (const { wish, consumer } of this.#consumed) {
        if (slotOf(wish) === slot) consumer.wake()
      }
    }
  }

  #start(): void {
    this.#timers ??= { poll: setInterval(() => void this.#poll(), pollMs), renew: setInterval(() => this.#renew(), renewMs) }
    this.#renew()
    void this.#poll()
  }

  #stopWhenIdle(): void {
    if (this.#consumed.size > 0 || this.#timers === null) return
    clearInterval(this.#timers.poll)
    clearInterval(this.#timers.renew)
    this.#timers = null
  }

  async #poll(): Promise<void> {
    if (this.#polling) return
    this.#polling = true
    try {
      this.#noteEnds(await this.#read('logEnds', undefined))
    } catch (error) {
      this.#tell(error)
    } finally {
      this.#polling = false
    }
  }

  /** One after the other, so that an old answer cannot overwrite a newer one. */
  #renew(): void {
    this.#renewing = this.#renewing.then(() => this.#renewAll())
  }

  async #renewAll(): Promise<void> {
    const parts = [...this.#consumed]
    if (parts.length === 0) return
    try {
      const claims = await this.#write('claimPartitions', {
        wishes: parts.map((part) => part.wish),
        by: this.#identity,
        nowElapsedMs: this.#clock.elapsedMs(),
        leaseMs
      })
      const byWish = new Map(claims.map((claim) => [keyOf(claim), claim]))
      for (const { wish, consumer } of parts) consumer.hold(byWish.get(keyOf(wish)) ?? null)
    } catch (error) {
      this.#tell(error)
    }
  }

  /** A busy store is asked again at the next tick; anything else ends every subscription. */
  #tell(error: unknown): void {
    if (error instanceof StoreBusyError) return
    for (const part of this.#consumed) part.fail(error)
  }
}

function keyOf(wish: Wish | Claim): string {
  return `${slotOf(wish)} ${wish.holder}`
}

/** A lease that could not be given back runs out by itself. */
function ignoreBusy(error: unknown): void {
  if (!(error instanceof StoreBusyError)) throw error
}
