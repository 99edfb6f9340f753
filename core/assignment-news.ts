import type { IncidentDocument } from './incident/state.ts'
import type { Instant } from './instant.ts'

/** A department gave its duty back and nobody was assigned since. */
export interface ReturnedAssignment {
  readonly at: Instant
  /** How many returns came before it. */
  readonly round: number
  readonly department: string
  readonly reason: string
}

/** The newest return of a matter that still waits for the desk; null where it was given out again. */
export function returnNews({ events }: Pick<IncidentDocument, 'events'>): ReturnedAssignment | null {
  const newest = events.findLast(({ body }) => body.type === 'returned' || body.type === 'assigned')
  if (newest?.body.type !== 'returned') return null
  const { departmentId, reason } = newest.body
  return { at: newest.at, round: events.filter(({ body }) => body.type === 'returned').length - 1, department: nameOf(events, departmentId), reason }
}

function nameOf(events: IncidentDocument['events'], id: string): string {
  for (const { body } of events.toReversed()) {
    if (body.type !== 'assigned' && body.type !== 'departments-proposed') continue
    const share = body.departments.find((one) => one.id === id)
    if (share !== undefined) return share.name
  }
  return id
}
