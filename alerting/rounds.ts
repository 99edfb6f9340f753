import type { Clock } from '../core/clock.ts'
import type { IncidentLooks, OpenIncident } from '../core/ports.ts'

/** One round over few incidents lasts a moment, and the next begins so long after. */
const roundEveryMs = 10_000
/** What a tick spends on it: over a hundred thousand incidents a round takes some minutes. More makes garbage faster than it is collected. */
const tickMs = 50
const pageSize = 20

export interface Rounds {
  /** Goes on with the round under way for a twentieth of a second, or begins the next when it is time. */
  goOn(): Promise<void>
}

/**
 * Goes over all open incidents again and again, a part at each tick, whatever the store says of them: finds what changed unheard, and
 * what must be looked at earlier than the store has it, as after a new version of the program.
 */
export function createRounds(
  incidents: Pick<IncidentLooks, 'openAfter'>,
  clock: Clock,
  visit: (page: readonly OpenIncident[]) => Promise<void>
): Rounds {
  let begunMs: number | null = null
  let last: string | null = null
  let isDone = true

  /* A clock that was set makes the difference negative or large: then time counts as over. */
  const within = (sinceMs: number, ms: number): boolean => Math.abs(clock.elapsedMs() - sinceMs) < ms

  return {
    async goOn() {
      const tickBegunMs = clock.elapsedMs()
      if (isDone) {
        if (begunMs !== null && within(begunMs, roundEveryMs)) return
        begunMs = tickBegunMs
        last = null
      }
      do {
        const page = await incidents.openAfter(last, pageSize)
        await visit(page)
        last = page.at(-1)?.document.id ?? null
        isDone = page.length < pageSize
      } while (!isDone && within(tickBegunMs, tickMs))
    }
  }
}
