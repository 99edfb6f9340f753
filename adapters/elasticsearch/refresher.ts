import type { Client } from '@elastic/elasticsearch'
import { asked } from './client.ts'

/** What other processes wrote is seen after so long at most. */
const othersWithinMs = 1000

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
  #begunAtMs = Number.NEGATIVE_INFINITY

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

  /**
   * Shows what this process wrote before, and what others wrote at least a second ago; costs nothing where it refreshed within
   * the second and wrote nothing since.
   */
  async refreshRecent(): Promise<void> {
    const isOld = performance.now() - this.#begunAtMs >= othersWithinMs
    if (this.#dirty || isOld) return await this.refresh()
    // It began within the second and after all that this process wrote.
    await this.#running
  }

  #begin(): Promise<void> {
    this.#dirty = false
    this.#begunAtMs = performance.now()
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
