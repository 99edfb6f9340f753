import type { Logger } from '../core/ports.ts'

const againEvery = 30

/**
 * Tells of sweeps that fail: the first at once, then every thirtieth with how many there were, and when they work again. A sweep
 * a second would fill the log with one and the same line, and hide what else stands in it.
 */
export class FailingSweeps {
  readonly #logger: Logger
  #failures = 0

  constructor(logger: Logger) {
    this.#logger = logger
  }

  failed(error: unknown): void {
    if (this.#failures++ % againEvery === 0) this.#logger.error({ failures: this.#failures, error: String(error) }, 'a sweep failed')
  }

  held(): void {
    if (this.#failures > 0) this.#logger.info({ failures: this.#failures }, 'sweeps work again')
    this.#failures = 0
  }
}
