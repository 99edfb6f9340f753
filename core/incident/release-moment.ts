import type { Instant } from '../instant.ts'
import type { PublishedEvidence } from './events.ts'
import type { IncidentState } from './state.ts'

export interface ReleaseMoment {
  readonly at: Instant
  readonly url: string
  readonly snapshot: string
}

/** The newest release that stands, by the moment at which it was published; null where there is none. */
export function newestRelease({ releases }: Pick<IncidentState, 'releases'>): ReleaseMoment | null {
  return releases
    .filter(({ lost }) => lost === undefined)
    .map(releaseMoment)
    .reduce<ReleaseMoment | null>((newest, one) => (newest === null || one.at > newest.at ? one : newest), null)
}

/** The page's own time where it names one to the minute that has come, else the time at which we found it there. */
export function releaseMoment({ url, snapshot, publishedAt, publishedPrecision, fetchedAt }: PublishedEvidence): ReleaseMoment {
  const exact = publishedPrecision === 'minute' || publishedPrecision === 'second'
  return { at: publishedAt !== null && exact && publishedAt <= fetchedAt ? publishedAt : fetchedAt, url, snapshot }
}
