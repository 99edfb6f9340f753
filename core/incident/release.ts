import { z } from 'zod'
import { WordingComparison } from '../compare-wording.ts'
import type { Countdown, CountdownKind, Settlement } from '../countdown.ts'
import { Instant } from '../instant.ts'
import { PublicClaim } from '../public-claims.ts'
import { PublishedEvidence } from './events.ts'
import type { IncidentState } from './state.ts'
import { pageCourse } from './watched-page.ts'

/** A page of ours that counted. `lost`: it is gone, or says something else now; then it counts no more and stays on the record. */
export const Release = PublishedEvidence.extend({
  /** Null: there was no approved wording, and the policy asked for none. Absent in what was recorded before pages were compared. */
  comparison: WordingComparison.nullable().optional(),
  /** What it says that another unit can contradict. */
  claims: z.array(PublicClaim).optional(),
  ...pageCourse
})
export type Release = z.infer<typeof Release>

/** A page of ours that the system found and that waits for a person's word. */
export const ReleaseProposal = z.object({ at: Instant, evidence: PublishedEvidence, comparison: WordingComparison })
export type ReleaseProposal = z.infer<typeof ReleaseProposal>

/** What one published answer stops; a conference has a clock of its own. */
const stoppedByRelease: readonly CountdownKind[] = ['authoritative-release', 'reply']

export function standingRelease({ releases }: Pick<IncidentState, 'releases'>): Release | null {
  return releases.findLast(({ lost }) => lost === undefined) ?? null
}

/** Whether a published answer is still owed. */
export function awaitsRelease({ countdowns }: Pick<IncidentState, 'countdowns'>): boolean {
  return countdowns.some(({ kind, settled }) => settled === null && stoppedByRelease.includes(kind))
}

export function settledBy(release: Pick<Release, 'fetchedAt' | 'url' | 'snapshot'>): Settlement {
  return { state: 'met', at: release.fetchedAt, reason: release.url, evidence: release.snapshot }
}

/** A release answers the release clock and the 48 h one. What was proposed of the same page is decided by it. */
export function withRelease(state: IncidentState, release: Release, at: Instant): IncidentState {
  const met: Settlement = { ...settledBy(release), at }
  const proposals = state.releaseProposals?.filter(({ evidence }) => evidence.url !== release.url)
  return {
    ...state,
    countdowns: state.countdowns.map((countdown) =>
      stoppedByRelease.includes(countdown.kind) && countdown.settled === null ? { ...countdown, settled: met } : countdown
    ),
    releases: [...state.releases, release],
    ...(proposals === undefined ? {} : { releaseProposals: proposals }),
    publicPhase: state.publicPhase === 'silent' ? 'released' : state.publicPhase
  }
}

/** The page counts no more. Where no other release stands, its clocks run again from their old anchor, and a closed matter is open. */
export function withoutRelease(
  state: IncidentState,
  { url, textHash }: Pick<Release, 'url' | 'textHash'>,
  lost: NonNullable<Release['lost']>
): IncidentState {
  const gone = state.releases.filter((release) => release.lost === undefined && release.url === url && release.textHash === textHash)
  if (gone.length === 0) return state
  const releases = state.releases.map((release) => (gone.includes(release) ? { ...release, lost } : release))
  const standing = standingRelease({ releases })
  const settled = standing === null ? null : settledBy(standing)
  const countdowns = state.countdowns.map((countdown): Countdown => (stoppedBy(countdown, gone) ? { ...countdown, settled } : countdown))
  return standing === null ? afterLoss({ ...state, releases, countdowns }) : { ...state, releases, countdowns }
}

function stoppedBy({ kind, settled }: Countdown, releases: readonly Release[]): boolean {
  return stoppedByRelease.includes(kind) && settled?.state === 'met' && releases.some(({ snapshot }) => snapshot === settled.evidence)
}

/** Nothing stands any more of what stopped a clock: a closed matter is open. */
export function afterLoss(state: IncidentState): IncidentState {
  return {
    ...state,
    publicPhase: state.publicPhase === 'released' ? 'silent' : state.publicPhase,
    ...(state.status === 'closed' ? { status: 'open', handling: state.departments.length > 0 ? 'assigned' : 'acknowledged' } : {})
  }
}
