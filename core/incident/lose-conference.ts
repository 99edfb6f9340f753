import type { Countdown } from '../countdown.ts'
import type { Instant } from '../instant.ts'
import type { PublishedEvidence } from './events.ts'
import { afterLoss, settledBy, standingRelease } from './release.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'
import { isPage, type Conference } from './watched-page.ts'

type Key = Pick<Conference, 'url' | 'textHash'>

/** The page that showed that the conference was held is gone, or says so no more (`evidence`: what stands there): seen so twice. */
export function loseConference(
  state: IncidentState,
  { url, textHash }: Key,
  seen: { readonly reason: string; readonly since: Instant; readonly evidence: PublishedEvidence | null }
): Decision {
  if (state.status !== 'open' && state.status !== 'closed') return []
  return state.conferences.some((page) => isPage(page, { url, textHash })) ? [{ type: 'press-conference-lost', url, textHash, ...seen }] : []
}

export function standingConference({ conferences }: Pick<IncidentState, 'conferences'>): Conference | null {
  return conferences.findLast(({ lost }) => lost === undefined) ?? null
}

/** Where no other page shows one, its clock runs again from its old anchor, and a closed matter is open. */
export function withoutConference(state: IncidentState, key: Key, lost: NonNullable<Conference['lost']>): IncidentState {
  const gone = state.conferences.filter((page) => isPage(page, key))
  if (gone.length === 0) return state
  const conferences = state.conferences.map((page) => (gone.includes(page) ? { ...page, lost } : page))
  const standing = standingConference({ conferences })
  const settled = standing === null ? null : settledBy(standing)
  const countdowns = state.countdowns.map((countdown): Countdown =>
    countdown.kind === 'press-conference' &&
    countdown.settled?.state === 'met' &&
    gone.some(({ snapshot }) => snapshot === countdown.settled?.evidence)
      ? { ...countdown, settled }
      : countdown
  )
  const after = { ...state, conferences, countdowns }
  if (standing !== null) return after
  return afterLoss({ ...after, publicPhase: standingRelease(state) === null ? 'silent' : 'released' })
}
