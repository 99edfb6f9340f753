import { errors, Pool, type Dispatcher } from 'undici'

/**
 * The connections to one node. A request without an answer in time may mean a connection that is open on our side only, and then
 * those that were opened before it are hardly better: all that is asked from then on goes over new ones, instead of finding out
 * one by one. What is under way on the old ones is left to its own end.
 */
export class FreshPool {
  readonly #origin: string
  readonly #options: Pool.Options
  readonly #old = new Set<Promise<void>>()
  #pool: Pool

  constructor(origin: string, options: Pool.Options) {
    this.#origin = origin
    this.#options = options
    this.#pool = new Pool(origin, options)
  }

  /** The part of undici's pools that the client uses. */
  async request(options: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData> {
    const pool = this.#pool
    try {
      return await pool.request(options)
    } catch (error) {
      if (error instanceof errors.HeadersTimeoutError) this.#leave(pool)
      throw error
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.close(), ...this.#old])
  }

  #leave(pool: Pool): void {
    if (pool !== this.#pool) return
    this.#pool = new Pool(this.#origin, this.#options)
    const closed = pool.close().finally(() => this.#old.delete(closed))
    this.#old.add(closed)
  }
}
