/** While so many requests are under way, what else is asked for gathers for the next one. */
const mostUnderWay = 2
/** For a request that takes longer nobody else waits. */
const slowMs = 250
const usualMostKeys = 100

/**
 * Reads of single things that are asked for by many at once, made as few requests: each takes what gathered since the one before. A read
 * begins after it was asked for, so that it sees every write that was answered before. What fails, fails for all of its request.
 */
export class BatchedReads<Value> {
  readonly #read: (keys: readonly string[]) => Promise<readonly Value[]>
  readonly #mostKeys: number
  readonly #waiting = new Map<string, PromiseWithResolvers<Value>>()
  #underWay = 0

  /** `read`: the values of so many keys at most, in their order. */
  constructor(read: (keys: readonly string[]) => Promise<readonly Value[]>, mostKeys = usualMostKeys) {
    this.#read = read
    this.#mostKeys = mostKeys
  }

  read(key: string): Promise<Value> {
    const waiting = this.#waiting.get(key)
    if (waiting !== undefined) return waiting.promise
    const asked = Promise.withResolvers<Value>()
    this.#waiting.set(key, asked)
    this.#sendNext()
    return asked.promise
  }

  #sendNext(): void {
    if (this.#underWay >= mostUnderWay || this.#waiting.size === 0) return
    const taken = [...this.#waiting].slice(0, this.#mostKeys)
    for (const [key] of taken) this.#waiting.delete(key)
    this.#underWay += 1
    let isCounted = true
    const leave = (): void => {
      if (!isCounted) return
      isCounted = false
      this.#underWay -= 1
      this.#sendNext()
    }
    const slow = setTimeout(leave, slowMs)
    void this.#answer(taken).then(() => {
      clearTimeout(slow)
      leave()
    })
  }

  async #answer(taken: readonly (readonly [string, PromiseWithResolvers<Value>])[]): Promise<void> {
    try {
      const values = await this.#read(taken.map(([key]) => key))
      for (const [place, [key, asked]] of taken.entries()) {
        const value = values[place]
        if (value === undefined) asked.reject(new Error(`nothing was answered about ${key}`))
        else asked.resolve(value)
      }
    } catch (error) {
      for (const [, asked] of taken) asked.reject(error)
    }
  }
}
