import type { IncidentEvent, IncidentEventBody } from './events.ts'
import type { IncidentState } from './state.ts'

/** A change of an incident, with what it left. */
export interface Followed {
  /** Null: it was opened by the change. */
  readonly before: IncidentState | null
  readonly bodies: readonly IncidentEventBody[]
  readonly after: IncidentState
  /** The whole timeline, the change included. */
  readonly events: readonly IncidentEvent[]
}

/** What follows by itself from a change and is appended in the same write. */
export type Follow = (change: Followed) => IncidentEventBody[]
