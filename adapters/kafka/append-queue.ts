import { RetryableError } from '../../core/errors.ts'
import { RecordTooLargeError } from './errors.ts'

export interface OutgoingRecord {
  readonly key: string
  readonly value: Buffer
}

/** Requests of this size are stored at once by a broker and do not hold up others. */
const maxSendBytes = 1_000_000
const maxSendRecords = 2000
const firstBackOffMs = 100
const maxBackOffMs = 3000

interface Entry {
  readonly addedAt: number
  left: number
  readonly done: () => void
  readonly fail: (error: unknown) => void
  failed: boolean
}

interface Queued {
  readonly record: OutgoingRecord
  readonly entry: Entry
}

export interface AppendQueueDeps {
  /** Stores the records in their order, or throws one of our errors; gives up at `deadline` (of performance.now()). */
  readonly send: (records: readonly OutgoingRecord[], deadline: number) => Promise<void>
  /** Without any progress for so long an append is given up. */
  readonly patienceMs: number
  readonly retried?: () => void
}

/**
 * Appends to one topic: those that come while a request is under way go together with the next, and one request is under way
 * at a time, so that the order of the appends is the order of the records, also when a request has to be sent again.
 */
export class AppendQueue {
  readonly #deps: AppendQueueDeps
  #queue: Queued[] = []
  #progressAt = 0
  #sendBytes = maxSendBytes
  #pumping: Promise<void> = Promise.resolve()
  #busy = false
  #givenUp: { readonly error: unknown } | null = null

  constructor(deps: AppendQueueDeps) {
    this.#deps = deps
  }

  append(records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length === 0) return Promise.resolve()
    if (this.#givenUp !== null) return Promise.reject(this.#givenUp.error)
    return new Promise((resolve, reject) => {
      const entry: Entry = { addedAt: performance.now(), left: records.length, done: resolve, fail: reject, failed: false }
      for (const record of records) this.#queue.push({ record, entry })
      if (this.#busy) return
      this.#busy = true
      this.#pumping = this.#pump()
    })
  }

  /** Resolves when nothing waits any more, stored or given up. */
  drained(): Promise<void> {
    return this.#pumping
  }

  /** Nothing is tried any more; what waits fails with the error, and what is under way unless it is stored yet. */
  giveUp(error: unknown): void {
    this.#givenUp = { error }
    this.#drop(this.#queue, error)
  }

  async #pump(): Promise<void> {
    // Appends of the same moment go together.
    await Promise.resolve()
    let failures = 0
    while (this.#queue.length > 0) {
      const batch = this.#take()
      const records = batch.map(({ record }) => record)
      try {
        await this.#deps.send(records, this.#deadlineOf(batch))
        this.#stored(batch)
        failures = 0
      } catch (error) {
        failures += 1
        await this.#recover(batch, error, failures)
      }
    }
    this.#busy = false
  }

  #take(): Queued[] {
    let bytes = 0
    let count = 0
    for (const { record } of this.#queue) {
      bytes += sizeOf(record)
      if (count > 0 && (bytes > this.#sendBytes || count >= maxSendRecords)) break
      count += 1
    }
    return this.#queue.splice(0, count)
  }

  #deadlineOf(batch: readonly Queued[]): number {
    return Math.max(this.#progressAt, batch[0]?.entry.addedAt ?? 0) + this.#deps.patienceMs
  }

  #stored(batch: readonly Queued[]): void {
    this.#progressAt = performance.now()
    this.#sendBytes = Math.min(maxSendBytes, this.#sendBytes * 2)
    for (const { entry } of batch) {
      entry.left -= 1
      if (entry.left === 0) entry.done()
    }
  }

  async #recover(batch: readonly Queued[], error: unknown, failures: number): Promise<void> {
    if (this.#givenUp !== null) {
      this.#drop(batch, this.#givenUp.error)
    } else if (error instanceof RecordTooLargeError && batch.length > 1) {
      // A topic limits what comes together: less and less, until what is too large by itself stands alone.
      this.#sendBytes = Math.ceil(batch.reduce((sum, { record }) => sum + sizeOf(record), 0) / 2)
      this.#queue = [...batch, ...this.#queue]
    } else if (!(error instanceof RetryableError)) {
      this.#drop(batch, error)
    } else if (performance.now() < this.#deadlineOf(batch)) {
      this.#deps.retried?.()
      this.#queue = [...batch, ...this.#queue]
      await new Promise((resolve) => setTimeout(resolve, Math.min(maxBackOffMs, firstBackOffMs * 2 ** (failures - 1))))
    } else {
      this.#queue = [...batch, ...this.#queue]
      this.#drop(
        batch.filter(({ entry }) => Math.max(this.#progressAt, entry.addedAt) + this.#deps.patienceMs <= performance.now()),
        error
      )
    }
  }

  /** With all that belongs to the same appends: they failed as a whole. */
  #drop(batch: readonly Queued[], error: unknown): void {
    for (const { entry } of batch) fail(entry, error)
    this.#queue = this.#queue.filter(({ entry }) => !entry.failed)
  }
}

function sizeOf({ key, value }: OutgoingRecord): number {
  return key.length + value.length
}

function fail(entry: Entry, error: unknown): void {
  entry.failed = true
  entry.fail(error)
}
