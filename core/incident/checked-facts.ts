import type { IncidentEvent } from './events.ts'
import type { FactCheck } from './fact-check.ts'

/** A person's word on a stated fact (核实), with the entry of the timeline that keeps it. */
export interface CheckedFact {
  readonly check: FactCheck
  readonly event: IncidentEvent
}

/** The last word on each stated fact, the newest last: the same fact with another value is another statement. */
export function checkedFacts(events: readonly IncidentEvent[]): CheckedFact[] {
  const last = new Map<string, CheckedFact>()
  for (const event of events) {
    const { body } = event
    if (body.type !== 'fact-checked') continue
    const key = JSON.stringify([body.check.fact, body.check.value])
    last.delete(key)
    last.set(key, { check: body.check, event })
  }
  return [...last.values()]
}

/** What was verified of a fact last; null where nothing was. */
export function verifiedOf(checked: readonly CheckedFact[], fact: string): CheckedFact | null {
  return checked.findLast(({ check }) => check.fact === fact && check.status === 'verified') ?? null
}

/** The last word on a fact as it is stated; null where nobody said one. */
export function wordOn(checked: readonly CheckedFact[], fact: string, value: string): CheckedFact | null {
  return checked.find(({ check }) => check.fact === fact && check.value === value) ?? null
}
