import type { WordingComparison } from '../compare-wording.ts'
import type { Instant } from '../instant.ts'
import type { PublishedEvidence } from './events.ts'
import type { Release } from './release.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

type Key = Pick<Release, 'url' | 'textHash'>

/** The page is gone: the machine saw it so twice. */
export function loseRelease(state: IncidentState, release: Key, seen: { readonly reason: string; readonly since: Instant }): Decision {
  return mayLose(state, release) ? [{ type: 'release-lost', ...keyOf(release), ...seen }] : []
}

/** The page says something else than it was recorded for. */
export function changeRelease(
  state: IncidentState,
  release: Key,
  seen: { readonly evidence: PublishedEvidence; readonly comparison: WordingComparison; readonly since: Instant }
): Decision {
  return mayLose(state, release) ? [{ type: 'release-changed', ...keyOf(release), ...seen }] : []
}

function keyOf({ url, textHash }: Key): Key {
  return { url, textHash }
}

function mayLose(state: IncidentState, { url, textHash }: Key): boolean {
  if (state.status !== 'open' && state.status !== 'closed') return false
  return state.releases.some((release) => release.lost === undefined && release.url === url && release.textHash === textHash)
}
