import type { IncidentDocument } from '../../core/incident/state.ts'
import type { Policy } from '../../core/policy.ts'

/** A city changes its policy now and then; whatever is still told of comes back soon. */
const mostKnown = 16

/**
 * Incidents each keep the policy that they started with, twice, and nearly all of them the same: nine tenths of what a document
 * takes in memory. Of those that are kept there it is kept once.
 */
export function createPolicySharing(): (document: IncidentDocument) => IncidentDocument {
  const known = new Map<string, Policy>()
  const shared = new WeakSet<Policy>()
  const share = (policy: Policy): Policy => {
    // What is written upon a kept document has it already: to compare it by its JSON each time would cost more than the write.
    if (shared.has(policy)) return policy
    const key = JSON.stringify(policy)
    const before = known.get(key)
    if (before !== undefined) return before
    if (known.size >= mostKnown) known.clear()
    known.set(key, policy)
    shared.add(policy)
    return policy
  }
  return (document) => ({
    ...document,
    state: { ...document.state, policy: share(document.state.policy) },
    events: document.events.map((event) =>
      event.body.type === 'opened' ? { ...event, body: { ...event.body, policy: share(event.body.policy) } } : event
    )
  })
}
