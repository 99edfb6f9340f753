import type { LogRecord } from '../core/ports.ts'

/** How often in a row the batch that begins at a record has failed. Partitions go on side by side: the luck of one says nothing of another. */
export class FailingBatches {
  readonly #partitions = new Map<number, { readonly offset: number; readonly tries: number }>()

  triesOf([first]: readonly LogRecord[]): number {
    const known = first === undefined ? undefined : this.#partitions.get(first.partition)
    return known !== undefined && known.offset === first?.offset ? known.tries : 0
  }

  failed(batch: readonly LogRecord[]): void {
    const [first] = batch
    if (first !== undefined) this.#partitions.set(first.partition, { offset: first.offset, tries: this.triesOf(batch) + 1 })
  }

  handled([first]: readonly LogRecord[]): void {
    if (first !== undefined) this.#partitions.delete(first.partition)
  }
}
