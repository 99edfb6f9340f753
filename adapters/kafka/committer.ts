/**
 * Commits of all partitions of one consumer, at most one request under way: what is finished meanwhile goes with the next.
 */
export class Committer {
  readonly #send: (offsets: ReadonlyMap<number, number>) => Promise<void>
  #next = new Map<number, number>()
  #turn: Promise<void> | null = null
  #last: Promise<void> = Promise.resolve()

  constructor(send: (offsets: ReadonlyMap<number, number>) => Promise<void>) {
    this.#send = send
  }

  /** `offset`: the next that is to be handled. Resolves when it is stored; rejects as the request does. */
  commit(partition: number, offset: number): Promise<void> {
    this.#next.set(partition, offset)
    this.#turn ??= this.#sendAfter(this.#last)
    return this.#turn
  }

  async #sendAfter(previous: Promise<void>): Promise<void> {
    const turn = (async () => {
      await previous.catch(() => {})
      const offsets = this.#next
      this.#next = new Map()
      this.#turn = null
      await this.#send(offsets)
    })()
    this.#last = turn
    await turn
  }
}
