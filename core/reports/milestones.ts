import type { IncidentEvent, IncidentEventType } from '../incident/events.ts'

/** What a paper tells of a timeline: what people and units did that changed the matter, not each notice and each line of a checklist. */
const milestones: ReadonlySet<IncidentEventType> = new Set<IncidentEventType>([
  'opened',
  'grade-confirmed',
  'acknowledged',
  'assigned',
  'accepted',
  'returned',
  'fact-checked',
  'cause-established',
  'wording-approved',
  'release-recorded',
  'release-lost',
  'press-conference-recorded',
  'meeting-held',
  'rumour-transferred',
  'supervision-issued',
  'reopened',
  'closed',
  'dismissed',
  'merged',
  'archived'
])

const most = 15
/** Of more than fit the beginning is told, and how it stands. */
const ofBeginning = 5

export interface Milestones {
  readonly events: readonly IncidentEvent[]
  /** How many events of the timeline are not among them. */
  readonly rest: number
}

/** At most so many events that a paper tells, and how many are left to the timeline. */
export function milestonesOf(events: readonly IncidentEvent[]): Milestones {
  const isGraded = events.some(({ body }) => body.type === 'grade-confirmed')
  const firstGraded = isGraded ? undefined : events.find(({ body }) => body.type === 'graded')
  const told = events.filter((event) => milestones.has(event.body.type) || event === firstGraded)
  const shown = told.length <= most ? told : [...told.slice(0, ofBeginning), ...told.slice(ofBeginning - most)]
  return { events: shown, rest: events.length - shown.length }
}
