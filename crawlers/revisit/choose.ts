import { msBetween, type Instant } from '../../core/instant.ts'
import { dueAt, type RevisitState } from './rhythm.ts'

export interface Candidate {
  readonly id: string
  readonly host: string
  readonly state: RevisitState
  /** Place of its incident among the open ones, the most urgent 0. */
  readonly urgency: number
}

export interface Allowance {
  readonly atOnce: number
  /** Of a host: what is left of its hour; 0 also while it wants to be left alone. */
  readonly ofHost: (host: string) => number
}

/**
 * Which are looked at now: those that wait the longest measured by their own pause, so that fast ones are not late for the sake of slow ones and
 * every one's turn comes; of equals the more urgent incident's. No host gets more than is left to it.
 */
export function chooseRevisits(candidates: readonly Candidate[], now: Instant, { atOnce, ofHost }: Allowance): readonly Candidate[] {
  const waits = candidates.flatMap((candidate) => {
    const lateness = msBetween(dueAt(candidate.state), now) / candidate.state.intervalMs
    return lateness < 0 ? [] : [{ candidate, lateness }]
  })
  waits.sort((a, b) => b.lateness - a.lateness || a.candidate.urgency - b.candidate.urgency || (a.candidate.id < b.candidate.id ? -1 : 1))
  const left = new Map<string, number>()
  const chosen: Candidate[] = []
  for (const { candidate } of waits) {
    if (chosen.length >= atOnce) break
    const rest = left.get(candidate.host) ?? ofHost(candidate.host)
    if (rest <= 0) continue
    left.set(candidate.host, rest - 1)
    chosen.push(candidate)
  }
  return chosen
}
