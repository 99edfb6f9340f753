import type { LogRecord } from '../core/ports.ts'

/**
 * Which records a try that was cut short may have handled half-way: those of the first batch since this process took the
 * partition, and those of a batch that failed. Their effects are checked rather than believed.
 */
export class Doubt {
  readonly #maxBatch: number
  /** By partition: the offset up to which records are in doubt, and the next that an undisturbed reading brings. */
  readonly #partitions = new Map<number, { until: number; next: number }>()

  constructor(maxBatch: number) {
    this.#maxBatch = maxBatch
  }

  covers(record: LogRecord): boolean {
    const known = this.#partitions.get(record.partition)
    if (known === undefined || record.offset < known.next)
      this.#partitions.set(record.partition, { until: record.offset + this.#maxBatch, next: record.offset })
    return record.offset < (this.#partitions.get(record.partition)?.until ?? 0)
  }

  handled(batch: readonly LogRecord[]): void {
    for (const { partition, offset } of batch) {
      this.#partitions.set(partition, { until: this.#partitions.get(partition)?.until ?? offset, next: offset + 1 })
    }
  }

  /** Another process may have had the partitions meanwhile, and been cut short. */
  gained(partitions: readonly number[]): void {
    for (const partition of partitions) this.#partitions.delete(partition)
  }

  failed(batch: readonly LogRecord[]): void {
    for (const { partition } of batch) this.#partitions.delete(partition)
  }
}
