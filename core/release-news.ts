import type { IncidentEvent, IncidentEventBody } from './incident/events.ts'
import { standingConference } from './incident/lose-conference.ts'
import { awaitsRelease, standingRelease } from './incident/release.ts'
import type { IncidentDocument, IncidentState } from './incident/state.ts'
import type { Instant } from './instant.ts'

type Trigger = 'release-lost' | 'release-proposed' | 'release-unreadable'
type EventType = IncidentEventBody['type']

const newsOf: Readonly<Record<Trigger, readonly EventType[]>> = {
  'release-lost': ['release-lost', 'release-changed', 'press-conference-lost'],
  'release-proposed': ['release-proposed'],
  'release-unreadable': ['page-unreadable', 'page-readable']
}

/** The newest event of a recorded page that still stands so, and how many came before it; null once it is decided. */
export function releaseNews({ state, events }: IncidentDocument, on: Trigger): { at: Instant; round: number } | null {
  const news = events.filter(({ body }) => newsOf[on].includes(body.type))
  const round = news.findLastIndex((event) => stillSo(state, event))
  const newest = news[round]
  return newest === undefined ? null : { at: newest.at, round }
}

function stillSo(state: IncidentState, { body }: IncidentEvent): boolean {
  switch (body.type) {
    case 'release-lost':
    case 'release-changed':
      return standingRelease(state) === null
    case 'press-conference-lost':
      return standingConference(state) === null
    case 'release-proposed':
      return (state.releaseProposals ?? []).length > 0 && awaitsRelease(state)
    case 'page-unreadable':
    case 'page-readable':
      return true
    default:
      return false
  }
}
