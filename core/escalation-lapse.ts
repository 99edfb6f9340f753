import { ladderGrade } from './escalation-grade.ts'
import { openSignature, type OpenSignature } from './incident/signature.ts'
import type { IncidentDocument } from './incident/state.ts'
import { addMs, minuteMs, type Instant } from './instant.ts'
import type { EscalationStep } from './policy.ts'

/** 签收失效: the moment from which a signature that nobody acted on counts no more. */
interface Lapse {
  readonly at: Instant
  readonly signature: OpenSignature
}

/** Null where nobody signed, the matter is in hand, or the policy that it started with lets a signature of this grade stand. */
export function lapseOf({ state, events }: IncidentDocument): Lapse | null {
  if (state.acknowledgedAt === null) return null
  const grade = ladderGrade(state, state.eventGrade, state.opinionGrade)
  const minutes = grade === null ? undefined : state.policy.acknowledgement?.expiresAfterMinutes[grade]
  if (minutes === undefined) return null
  const signature = openSignature(events)
  return signature === null ? null : { at: addMs(signature.since, minutes * minuteMs), signature }
}

/** As `lapseOf`, for who only wants to know until when the signature counts. */
export function signatureExpiresAt(document: IncidentDocument): Instant | null {
  return lapseOf(document)?.at ?? null
}

/**
 * When a step of the ladder falls due after a lapse. Who signs again and again without a deed does not begin at the foot of the
 * ladder each time: the levels that earlier lapses told are told at once, and those above them follow at their distance.
 */
export function lapsedStepAt(document: IncidentDocument, { at, signature }: Lapse, step: EscalationStep): Instant {
  return addMs(at, Math.max(0, step.afterMinutes - minutesClimbed(document, signature)) * minuteMs)
}

/** By the order of the timeline: what this lapse told must not pull the rest of it forward. */
function minutesClimbed({ state, events }: IncidentDocument, { seq }: OpenSignature): number {
  const told = new Set(events.flatMap((event) => (event.seq < seq && event.body.type === 'escalated' ? [event.body.step.split(':')[0]] : [])))
  return Math.max(0, ...state.policy.escalation.filter(({ id, on }) => on === 'lapsed' && told.has(id)).map(({ afterMinutes }) => afterMinutes))
}
