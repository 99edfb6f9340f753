import type { IncidentEvent } from '../../core/incident/events.ts'
import type { TimelineEvent } from '../contract.ts'
import { timelineEvent } from './timeline-event.ts'

/** Every event in words. What a lost release sets going depends on whether another one stood at that moment. */
export function timelineOf(events: readonly IncidentEvent[]): TimelineEvent[] {
  let standing: { readonly url: string; readonly textHash: string }[] = []
  return events.map((event) => {
    const { body } = event
    if (body.type === 'release-recorded') standing.push(body.evidence)
    if (body.type === 'release-lost' || body.type === 'release-changed')
      standing = standing.filter(({ url, textHash }) => url !== body.url || textHash !== body.textHash)
    return timelineEvent(event, { releaseStands: standing.length > 0 })
  })
}
