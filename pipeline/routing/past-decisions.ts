import type { PastDecision } from '../../core/past-decision.ts'
import type { Hits, Vocabulary } from '../rules/vocabulary.ts'

/** How people's decisions about matters like this one move a department's score. */
export interface PastShift {
  /** Between -1 and 1. */
  readonly shift: number
  /** Decisions for it, less those that took a matter away from it. */
  readonly decisions: number
}

/** What is known of the mention that is to be compared. */
export interface Compared {
  readonly hits: Hits
  readonly eventTypes: ReadonlySet<string>
  readonly isAt: (places: readonly string[]) => boolean
}

const leastAlike = 0.5
const leastShared = 2

/**
 * Compares with past decisions by the words and the event type that both have. At least half of a decision's features, and
 * two of them where it has two, have to be met; one decision moves half as much as many that agree.
 */
export function followPast(decisions: readonly PastDecision[], vocabulary: Vocabulary): (compared: Compared) => ReadonlyMap<string, PastShift> {
  const byTerm = new Map<number, number[]>()
  const byType = new Map<string, number[]>()
  const note = <K>(map: Map<K, number[]>, key: K, at: number): void => void map.set(key, [...(map.get(key) ?? []), at])
  for (const [at, { terms, eventType }] of decisions.entries()) {
    for (const term of new Set(vocabulary.addAll(terms))) note(byTerm, term, at)
    if (eventType !== null) note(byType, eventType, at)
  }

  return function shiftsOf({ hits, eventTypes, isAt }) {
    if (decisions.length === 0) return none
    const shared = new Map<number, number>()
    const count = (at: number): void => void shared.set(at, (shared.get(at) ?? 0) + 1)
    for (const term of hits.keys()) byTerm.get(term)?.forEach(count)
    for (const type of eventTypes) byType.get(type)?.forEach(count)
    const votes = new Map<string, { likeness: number; decisions: number }>()
    const vote = (id: string, likeness: number): void => {
      const own = votes.get(id) ?? { likeness: 0, decisions: 0 }
      votes.set(id, { likeness: own.likeness + likeness, decisions: own.decisions + Math.sign(likeness) })
    }
    for (const [at, met] of shared) {
      const decision = decisions[at]
      if (decision === undefined) continue
      const features = new Set(decision.terms).size + (decision.eventType === null ? 0 : 1)
      const likeness = met / features
      if (likeness < leastAlike || met < Math.min(leastShared, features)) continue
      if (decision.places.length > 0 && !isAt(decision.places)) continue
      vote(decision.departmentId, likeness)
      if (decision.insteadOf !== null && decision.insteadOf !== decision.departmentId) vote(decision.insteadOf, -likeness)
    }
    return new Map([...votes].map(([id, { likeness, decisions: n }]) => [id, { shift: likeness / (1 + Math.abs(likeness)), decisions: n }]))
  }
}

const none: ReadonlyMap<string, PastShift> = new Map()
