import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Sha256 } from '../core/incident/chain.ts'
import { measuredIncident, type MeasuredIncident } from '../core/measures/measured-incident.ts'
import type { IncidentStamps, IncidentStore } from '../core/ports.ts'

interface Kept {
  readonly stamp: string
  readonly measured: MeasuredIncident
}

/** As many documents at once as the main loop can take without being felt by who waits for it. */
const slice = 5

/**
 * What figures, the ledger and comparisons of answers need of every incident, kept from request to request: each reads only what was
 * written since the last. What it answers has all that was stored before it was asked.
 */
export class MeasuredIncidents {
  readonly #store: Pick<IncidentStore, 'get'> & IncidentStamps
  readonly #sha256: Sha256
  readonly #kept = new Map<string, Kept>()
  #running: Promise<unknown> = Promise.resolve()
  #waiting: Promise<readonly MeasuredIncident[]> | null = null

  constructor(store: Pick<IncidentStore, 'get'> & IncidentStamps, sha256: Sha256) {
    this.#store = store
    this.#sha256 = sha256
  }

  /** Who asks while a reading is under way waits for the next, which sees what was written meanwhile, and shares it with others. */
  read(): Promise<readonly MeasuredIncident[]> {
    if (this.#waiting !== null) return this.#waiting
    const turn = this.#running.then(() => {
      this.#waiting = null
      return this.#refreshed()
    })
    this.#waiting = turn
    this.#running = turn.catch(() => undefined)
    return turn
  }

  async #refreshed(): Promise<readonly MeasuredIncident[]> {
    const stamps = new Map((await this.#store.stamps()).map(({ id, stamp }) => [id, stamp]))
    for (const id of this.#kept.keys()) if (!stamps.has(id)) this.#kept.delete(id)
    const written = [...stamps].filter(([id, stamp]) => this.#kept.get(id)?.stamp !== stamp)
    for (let from = 0; from < written.length; from += slice) {
      const read = await Promise.all(written.slice(from, from + slice).map(async ([id, stamp]) => ({ stamp, document: await this.#store.get(id) })))
      for (const { stamp, document } of read) {
        if (document !== null) this.#kept.set(document.id, { stamp, measured: measuredIncident(document, this.#sha256) })
      }
      await nextTurn()
    }
    return [...this.#kept.values()].map(({ measured }) => measured)
  }
}
