import type { Logger } from '../../core/ports.ts'

const sayAgainAfterMs = 60_000

/** Tells of a broker that cannot be reached once, not at every try; and when it answers again. */
export class Outages {
  readonly #logger: Logger
  readonly #out = new Map<string, { readonly since: number; said: number; reason: string }>()

  constructor(logger: Logger) {
    this.#logger = logger
  }

  trouble(address: string, reason: string): void {
    const now = performance.now()
    const known = this.#out.get(address)
    if (known !== undefined && now - known.said < sayAgainAfterMs) {
      known.reason = reason
      return
    }
    this.#out.set(address, { since: known?.since ?? now, said: now, reason })
    this.#logger.warn({ address, reason }, 'kafka broker cannot be reached, trying again')
  }

  answered(address: string): void {
    const known = this.#out.get(address)
    if (known === undefined) return
    this.#out.delete(address)
    this.#logger.info({ address, seconds: Math.round((performance.now() - known.since) / 1000) }, 'kafka broker answers again')
  }

  /** `address: reason` of what cannot be reached now. */
  current(): string[] {
    return [...this.#out].map(([address, { reason }]) => `${address}: ${reason}`)
  }
}
