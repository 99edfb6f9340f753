import type { IncidentEvent } from '../../core/incident/events.ts'
import type { TimelineEvent } from '../contract.ts'
import { timelineEvent } from './timeline-event.ts'

type Key = { readonly url: string; readonly textHash: string }

/** Every event in words. What a lost page sets going depends on whether another one of its sort stood at that moment. */
export function timelineOf(events: readonly IncidentEvent[]): TimelineEvent[] {
  let releases: Key[] = []
  let conferences: Key[] = []
  const names = new Map<string, string>()
  const departmentName = (id: string): string => names.get(id) ?? id
  return events.map((event) => {
    const { body } = event
    if (body.type === 'release-recorded') releases.push(body.evidence)
    if (body.type === 'press-conference-recorded') conferences.push(body.evidence)
    if (body.type === 'release-lost' || body.type === 'release-changed') releases = without(releases, body)
    if (body.type === 'press-conference-lost') conferences = without(conferences, body)
    if (body.type === 'assigned' || body.type === 'departments-proposed') for (const { id, name } of body.departments) names.set(id, name)
    return timelineEvent(event, { releaseStands: releases.length > 0, conferenceStands: conferences.length > 0, departmentName })
  })
}

function without(pages: readonly Key[], { url, textHash }: Key): Key[] {
  return pages.filter((page) => page.url !== url || page.textHash !== textHash)
}
