import type { Anchor } from '../countdown.ts'
import { hourMs, msBetween } from '../instant.ts'
import type { Policy } from '../policy.ts'

/**
 * The anchor that counts: the first of the policy's order that is known and plausible. A time of occurrence that a machine
 * read counts only within `occurredWithinHours` before the first publication, and a first publication only if it is no later
 * than our own detection: what joins later must never move a running deadline back. What a person set counts as it is.
 */
export function countingAnchor(policy: Policy, anchors: readonly Anchor[]): Anchor | null {
  for (const kind of policy.anchorOrder) {
    const anchor = anchors.find((candidate) => candidate.kind === kind)
    if (anchor !== undefined && isPlausible(policy, anchor, anchors)) return anchor
  }
  return anchors[0] ?? null
}

function isPlausible(policy: Policy, anchor: Anchor, anchors: readonly Anchor[]): boolean {
  if (anchor.setBy === 'person') return true
  if (anchor.kind === 'first-published') return !anchors.some(({ kind, at }) => kind === 'detected' && anchor.at > at)
  if (anchor.kind !== 'occurred') return true
  const published = anchors.find((candidate) => candidate.kind === 'first-published') ?? anchors.find((candidate) => candidate.kind === 'detected')
  if (published === undefined) return false
  const before = msBetween(anchor.at, published.at)
  return before >= 0 && before <= policy.occurredWithinHours * hourMs
}
