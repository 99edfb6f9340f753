import { ConflictError } from '../../core/errors.ts'
import type { LogRecord, SubscribeOptions } from '../../core/ports.ts'
import { backOffMs, isHopeless } from '../batch-retry.ts'
import type { Claim } from './partition-claims.ts'
import { StoreGoneError } from './errors.ts'

/** What a consumer needs of the log around it. */
export interface ConsumerDeps {
  readonly fetch: (claim: Claim, after: number, limit: number) => Promise<readonly LogRecord[]>
  readonly commit: (claim: Claim, offset: number) => Promise<void>
  /** Last known offset of the partition. */
  readonly end: () => number
  /** The partition was not held without a break until now; called while no batch is in hand. */
  readonly gained: () => void
  /** Told once the store is gone, or a batch is hopeless; the latter goes on being tried. */
  readonly fail: (error: unknown) => void
}

/** Handles one partition of one subscription: one batch at a time, in order, while it holds the claim. */
export class PartitionConsumer {
  readonly #options: SubscribeOptions
  readonly #deps: ConsumerDeps
  readonly #running: Promise<void>
  #claim: Claim | null = null
  #gainedFence = 0
  #position = 0
  #closing = false
  #wake: () => void = () => {}

  constructor(options: SubscribeOptions, deps: ConsumerDeps) {
    this.#options = options
    this.#deps = deps
    this.#running = this.#run()
  }

  /** Called at every renewal: null means that somebody else has the partition. */
  hold(claim: Claim | null): void {
    if (claim !== null && claim.fence !== this.#claim?.fence) this.#position = claim.committed
    this.#claim = claim
    this.wake()
  }

  /** There may be something to do. */
  wake(): void {
    this.#wake()
  }

  async close(): Promise<void> {
    this.#closing = true
    this.wake()
    await this.#running
  }

  async #run(): Promise<void> {
    let failures = 0
    while (!this.#closing) {
      const claim = this.#claim
      try {
        if (claim !== null && claim.fence !== this.#gainedFence) {
          this.#deps.gained()
          this.#gainedFence = claim.fence
        }
        if (claim === null || this.#position >= this.#deps.end()) {
          await this.#pause(null)
          continue
        }
        await this.#handleNext(claim)
        failures = 0
      } catch (error) {
        if (error instanceof StoreGoneError) {
          this.#deps.fail(error)
          return
        }
        failures += 1
        if (isHopeless(error, failures)) this.#deps.fail(error)
        await this.#backOff(backOffMs(failures))
      }
    }
  }

  async #handleNext(claim: Claim): Promise<void> {
    const batch = await this.#deps.fetch(claim, this.#position, this.#options.maxBatch)
    const last = batch.at(-1)
    if (last === undefined || this.#closing || this.#claim?.fence !== claim.fence) return
    await this.#options.handle(batch)
    try {
      await this.#deps.commit(claim, last.offset)
      if (this.#claim?.fence === claim.fence) this.#position = last.offset
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error
      if (this.#claim?.fence === claim.fence) this.#claim = null
    }
  }

  /** Until woken, or for a time. */
  async #pause(ms: number | null): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = ms === null ? null : setTimeout(resolve, ms)
      this.#wake = () => {
        if (timer !== null) clearTimeout(timer)
        resolve()
      }
    })
    this.#wake = () => {}
  }

  /** Not cut short by new records: only by the end. */
  async #backOff(ms: number): Promise<void> {
    const until = performance.now() + ms
    while (!this.#closing && performance.now() < until) await this.#pause(Math.max(1, until - performance.now()))
  }
}
