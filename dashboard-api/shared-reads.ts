/**
 * The same read asked for by many at once is made once for all who came before it began. Who comes while it is under way waits for the next
 * one, so that everybody sees what was stored before they asked.
 */
export class SharedReads<T> {
  readonly #underWay = new Map<string, Promise<T>>()
  readonly #next = new Map<string, Promise<T>>()

  /** `read`: the same for the same key. */
  ask(key: string, read: () => Promise<T>): Promise<T> {
    const underWay = this.#underWay.get(key)
    if (underWay === undefined) return this.#begin(key, read)
    const next = this.#next.get(key)
    if (next !== undefined) return next
    const after = underWay.then(
      () => this.#takeTurn(key, read),
      () => this.#takeTurn(key, read)
    )
    this.#next.set(key, after)
    return after
  }

  #takeTurn(key: string, read: () => Promise<T>): Promise<T> {
    this.#next.delete(key)
    return this.#begin(key, read)
  }

  #begin(key: string, read: () => Promise<T>): Promise<T> {
    const reading = read().finally(() => {
      if (this.#underWay.get(key) === reading) this.#underWay.delete(key)
    })
    this.#underWay.set(key, reading)
    return reading
  }
}
