/** So many records may be in hand at once; whoever has more to bring waits its turn. Few from many partitions go side by side, many do not. */
export class Room {
  readonly #most: number
  readonly #waiting: { readonly records: number; readonly enter: () => void }[] = []
  #inside = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Resolves when there is room, with what makes it again. More than there is ever room for goes in alone. */
  async enter(records: number): Promise<() => void> {
    if (this.#waiting.length > 0 || !this.#fits(records)) {
      await new Promise<void>((enter) => this.#waiting.push({ records, enter }))
    } else this.#inside += records
    return () => this.#leave(records)
  }

  #fits(records: number): boolean {
    return this.#inside === 0 || this.#inside + records <= this.#most
  }

  #leave(records: number): void {
    this.#inside -= records
    for (let next = this.#waiting[0]; next !== undefined && this.#fits(next.records); next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#inside += next.records
      next.enter()
    }
  }
}
