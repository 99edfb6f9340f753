import type { Stretch } from './stretch.ts'

/** Where the names that end at a place begin, of one text at a time: made once and filled again for every text. */
export class NameEnds {
  /** By end, the start and one more; 0 where no name ends. */
  #starts = new Int32Array(1024)
  #count = 0
  #length = 0

  /** Forgets the text before. */
  clear(length: number): void {
    if (this.#starts.length <= length) this.#starts = new Int32Array(length * 2)
    else if (this.#count > 0) this.#starts.fill(0, 0, this.#length + 1)
    this.#count = 0
    this.#length = length
  }

  /** Of several with one end the last counts. */
  put({ start, end }: Stretch): void {
    this.#starts[end] = start + 1
    this.#count++
  }

  /** Of several with one end the longest counts. */
  putLongest({ start, end }: Stretch): void {
    const before = this.startOf(end)
    this.#starts[end] = (before < 0 ? start : Math.min(start, before)) + 1
    this.#count++
  }

  /** Whether there are none. */
  get isEmpty(): boolean {
    return this.#count === 0
  }

  has(end: number): boolean {
    return (this.#starts[end] as number) > 0
  }

  /** -1 where none ends. */
  startOf(end: number): number {
    return (this.#starts[end] as number) - 1
  }
}
