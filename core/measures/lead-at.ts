import type { IncidentEvent } from '../incident/events.ts'
import type { Instant } from '../instant.ts'

type Unit = { readonly id: string; readonly name: string }

/** From a moment on a department led the matter, as people had given it out; null: nobody had it. */
export interface LeadSince {
  readonly at: Instant
  readonly lead: Unit | null
}

/** Who led the matter one after the other. */
export function leadsOf(events: readonly IncidentEvent[]): LeadSince[] {
  const leads: LeadSince[] = []
  for (const { at, body } of events) {
    if (body.type === 'assigned') {
      const share = body.departments.find(({ role }) => role === 'lead')
      leads.push({ at, lead: share === undefined ? null : { id: share.id, name: share.name } })
    } else if (body.type === 'returned' && body.departmentId === leads.at(-1)?.lead?.id) leads.push({ at, lead: null })
  }
  return leads
}

/** The department that led the matter at a moment; null where nobody had it. */
export function leadAt(leads: readonly LeadSince[], moment: Instant): Unit | null {
  let lead: Unit | null = null
  for (const one of leads) {
    if (one.at > moment) break
    lead = one.lead
  }
  return lead
}
