import type { Actor } from '../actor.ts'
import type { Instant } from '../instant.ts'
import type { IncidentEvent, IncidentEventBody } from './events.ts'

/** A signature that nobody has acted on yet. */
export interface OpenSignature {
  readonly by: Actor
  /** The moment that its time runs from: when it was given, or when the next watch took it over. */
  readonly since: Instant
  /** How many began before it: each has its own reminders. */
  readonly round: number
  /** Place in the timeline of the event that began it. */
  readonly seq: number
}

/**
 * What counts as having acted on a matter that was signed for: it was given to a department, a department took it, it was answered
 * in public or an answer was worded, it was reported up or a department answered, its clock was waived, or a person wrote down what is being done. To confirm the grade is none of these: it says how
 * grave the matter is, not who goes to it.
 */
const deeds: ReadonlySet<IncidentEventBody['type']> = new Set([
  'assigned',
  'accepted',
  'release-recorded',
  'press-conference-recorded',
  'countdown-waived',
  'wording-drafted',
  'wording-approved',
  'stage-met',
  'task-done',
  'meeting-held',
  'fact-checked',
  'rumour-transferred',
  'report-filed',
  'noted'
] satisfies IncidentEventBody['type'][])

/**
 * The signature that waits for a deed; null where nobody signed, and where the matter is in hand. A lead that returns the matter
 * leaves whoever signed to find another, so that the time begins anew.
 */
export function openSignature(events: readonly IncidentEvent[]): OpenSignature | null {
  let open: OpenSignature | null = null
  let inHand = false
  let round = 0
  let lead: string | null = null
  let signer: Actor | null = null
  for (const { actor, at, body, seq } of events) {
    const begin = (by: Actor): void => {
      open = { by, since: at, round, seq }
      round += 1
    }
    if (body.type === 'departments-proposed' || body.type === 'assigned') lead = body.departments.find(({ role }) => role === 'lead')?.id ?? null
    if (body.type === 'acknowledged') {
      signer = actor
      if (!inHand) begin(actor)
    } else if (body.type === 'taken-over') {
      signer = actor
      if (open !== null) begin(actor)
    } else if (body.type === 'returned' && body.departmentId === lead) {
      lead = null
      inHand = false
      if (signer !== null) begin(signer)
    } else if (deeds.has(body.type)) {
      open = null
      inHand = true
    }
  }
  return open
}
