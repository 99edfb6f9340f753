import type { IncidentEvent } from '../incident/events.ts'
import type { Instant } from '../instant.ts'

type Unit = { readonly id: string; readonly name: string }

/** The department that led the matter at a moment, as people had given it out; null where nobody had it. */
export function leadAt(events: readonly IncidentEvent[], moment: Instant): Unit | null {
  let lead: Unit | null = null
  for (const { at, body } of events) {
    if (at > moment) break
    if (body.type === 'assigned') {
      const share = body.departments.find(({ role }) => role === 'lead')
      lead = share === undefined ? null : { id: share.id, name: share.name }
    } else if (body.type === 'returned' && body.departmentId === lead?.id) lead = null
  }
  return lead
}
