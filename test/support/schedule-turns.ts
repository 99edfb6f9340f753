/** Calls of several replicas, one at a time, in an order that the numbers decide: each number picks among those that wait. */
export class Turns {
  readonly #order: readonly number[]
  readonly #waiting: (() => Promise<void>)[] = []
  #taken = 0
  #running = false

  constructor(order: readonly number[]) {
    this.#order = order
  }

  take<T>(work: () => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    this.#waiting.push(() => work().then(resolve, reject))
    void this.#run()
    return promise
  }

  async #run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    await everybodyWaits()
    while (this.#waiting.length > 0) {
      const number = this.#order[this.#taken++ % this.#order.length] ?? 0
      const [chosen] = this.#waiting.splice(number % this.#waiting.length, 1)
      await chosen?.()
      await everybodyWaits()
    }
    this.#running = false
  }
}

/** Between two calls a replica only computes: after the next turn of the loop each has asked for its next call, or is done. */
function everybodyWaits(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
