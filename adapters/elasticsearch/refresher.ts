import type { Client } from '@elastic/elasticsearch'
import { asked } from './client.ts'

/**
 * Makes what was written before a call visible to searches. Callers that come while one refresh runs share the next: a
 * refresh that began before their write may not show it.
 */
export class Refresher {
  readonly #client: Client
  readonly #alias: string
  #running: Promise<void> | null = null
  #next: Promise<void> | null = null
  #dirty = false

  constructor(client: Client, alias: string) {
    this.#client = client
    this.#alias = alias
  }

  /** This process wrote something. */
  wrote(): void {
    this.#dirty = true
  }

  /** Shows what any process wrote before. */
  refresh(): Promise<void> {
    if (this.#running === null) return this.#begin()
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = null
        return this.#begin()
      })
    return this.#next
  }

  /** Shows what this process wrote before; costs nothing where it wrote nothing since the last refresh. */
  async refreshOwn(): Promise<void> {
    if (this.#dirty || this.#running !== null) await this.refresh()
  }

  #begin(): Promise<void> {
    this.#dirty = false
    const run = asked('刷新索引', async () => {
      await this.#client.indices.refresh({ index: this.#alias, ignore_unavailable: true, allow_no_indices: true })
    })
      .catch((error: unknown) => {
        this.#dirty = true
        throw error
      })
      .finally(() => {
        if (this.#running === run) this.#running = null
      })
    this.#running = run
    return run
  }
}
