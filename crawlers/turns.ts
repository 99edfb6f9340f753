/** What waits for a visit, as far as its turn goes. */
export interface Waiting {
  readonly host: string
  /** How long it has been due, in its own intervals. */
  readonly lateness: number
  /** Its last visit took long. */
  readonly slow: boolean
}

/** Sources visited at the same time; most of a visit is waiting for the other side. */
export const mostVisits = 48
/** At one host at the same time: its pace lets no more through anyway. */
const mostOfHost = 2
/** Slow ones together, so that however many sites hang, the others have their turn. */
const mostSlow = mostVisits / 2

/**
 * Who is visited next: the most belated first, but no host and not all the slow ones together take every place. `running` is what is under way.
 */
export function chooseTurns<Entry extends Waiting>(waiting: readonly Entry[], running: readonly Waiting[]): readonly Entry[] {
  let free = mostVisits - running.length
  if (free <= 0) return []
  let slow = running.filter((one) => one.slow).length
  const ofHost = new Map<string, number>()
  for (const { host } of running) ofHost.set(host, (ofHost.get(host) ?? 0) + 1)
  const chosen: Entry[] = []
  for (const entry of [...waiting].sort((a, b) => b.lateness - a.lateness)) {
    if (free === 0) break
    const here = ofHost.get(entry.host) ?? 0
    if (here >= mostOfHost || (entry.slow && slow >= mostSlow)) continue
    ofHost.set(entry.host, here + 1)
    if (entry.slow) slow += 1
    free -= 1
    chosen.push(entry)
  }
  return chosen
}
