import type { WordingComparison } from '../compare-wording.ts'
import { RefusedError } from '../errors.ts'
import { releaseRules } from '../release-policy.ts'
import { compareWithApproved } from './demand-wording.ts'
import type { PublishedPage, SeenPage } from './published-page.ts'
import { claimsOf, demandSince } from './record-release.ts'
import { awaitsRelease } from './release.ts'
import { isSamePage } from './same-page.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'
import { wordingsInForce } from './wording.ts'

/**
 * The machine found a page of ours that may be the release that is owed. It stops no clock by itself unless the policy says so of a
 * page that carries the whole wording; a person decides.
 */
export function proposeRelease(state: IncidentState, page: PublishedPage): Decision {
  const comparison = mayBeRelease(state, page)
  if (comparison === null) return []
  const { evidence } = page
  return releaseRules(state.policy).onMatch === 'record' && comparison.carries
    ? [{ type: 'release-recorded', evidence, comparison, ...claimsOf(page) }]
    : [{ type: 'release-proposed', evidence, comparison }]
}

/** So many pages that carry a part only are told of; somebody who has five to look at is told enough. */
const mostDoubtful = 5

/** What the page carries of the approved wording, where that is enough to tell somebody and is news; null otherwise. */
export function mayBeRelease(state: IncidentState, page: SeenPage): WordingComparison | null {
  if (state.status !== 'open' || !awaitsRelease(state) || isKnown(state, page) || isTooOld(state, page)) return null
  const comparison = compareWithApproved(state, page)
  if (comparison === null) return null
  if (comparison.carries) return comparison
  const room = (state.releaseProposals ?? []).length < mostDoubtful
  return room && comparison.share >= releaseRules(state.policy).proposeFrom ? comparison : null
}

/** Proposed with this text and this wording, or recorded. What was lost and is there again is news. */
function isKnown(state: IncidentState, { evidence: page }: SeenPage): boolean {
  const versions = wordingsInForce(state).map(({ version }) => version)
  return (
    state.releases.some((release) => release.lost === undefined && isSamePage(release, page)) ||
    (state.releaseProposals ?? []).some(({ evidence, comparison }) => isSamePage(evidence, page) && versions.includes(comparison.version))
  )
}

function isTooOld(state: IncidentState, { evidence }: SeenPage): boolean {
  try {
    demandSince(state, evidence)
    return false
  } catch (error) {
    if (error instanceof RefusedError) return true
    throw error
  }
}
