import { createReleases, type Releases } from '../alerting/releases.ts'
import { reportingMedia } from '../core/reporting-media.ts'
import type { Ground } from './ground.ts'

/** Pages of our outlets as evidence, over the guarded fetch and, where an outlet asks for it, a browser. */
export async function openReleases(ground: Ground, signal?: AbortSignal): Promise<Releases> {
  const { config, stores } = ground
  return createReleases({
    ...ground,
    ...(await ground.web()),
    ...(signal === undefined ? {} : { signal }),
    evidence: stores.evidence,
    outlets: config.outlets,
    media: reportingMedia(config.sources)
  })
}
