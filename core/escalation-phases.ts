import type { Phase } from './countdown.ts'
import type { IncidentEventBody } from './incident/events.ts'
import type { IncidentDocument } from './incident/state.ts'
import type { Instant } from './instant.ts'
import { ladderClocks, type LadderClock, type PhaseReached } from './ladder-clock.ts'

type Of<T extends IncidentEventBody['type']> = Extract<IncidentEventBody, { type: T }>

/** An event to append, with the cause that lets it be appended once only. */
export interface Recorded<Body extends PhaseReached | Of<'escalated'>> {
  readonly cause: string
  readonly body: Body
}

/** Phases that have come and that the timeline does not have, of all clocks together, oldest first. */
export function phasesToRecord(document: IncidentDocument, now: Instant): Recorded<PhaseReached>[] {
  return ladderClocks(document.state)
    .flatMap((clock) => clock.phases.map((phase) => ({ clock, phase })))
    .filter(({ clock, phase }) => phase.at <= now && !isRecorded(document, clock, phase))
    .toSorted((a, b) => (a.phase.at < b.phase.at ? -1 : a.phase.at > b.phase.at ? 1 : 0))
    .map(({ clock, phase }) => ({
      cause: numbered(`phase:${document.id}:${clock.kind}:${phase.id}`, phaseRound(document, clock, phase)),
      body: clock.reached(phase)
    }))
}

/**
 * Recorded, and still true: when an anchor was corrected to a later moment, or the clock was withdrawn and started again, a phase
 * that lay behind lies ahead once more and must be told when it comes.
 */
export function isRecorded(document: IncidentDocument, clock: LadderClock, phase: Phase): boolean {
  return records(document, clock, phase).some(({ holds }) => holds)
}

/** How often the phase was recorded for a deadline that holds no longer. */
export function phaseRound(document: IncidentDocument, clock: LadderClock, phase: Phase): number {
  return records(document, clock, phase).filter(({ holds }) => !holds).length
}

/**
 * Whether a record belongs to the clock's last start is told by the order of the timeline, not by the time of day: a clock of the
 * machine that was set back writes records that are "older" than the start they follow.
 */
function records({ events }: IncidentDocument, clock: LadderClock, phase: Phase): { readonly holds: boolean }[] {
  const started = events.findLastIndex(({ body }) => body.type === 'countdown-started' && body.rule.kind === clock.kind)
  return events.flatMap(({ at, body }, index) =>
    isPhase(body) && clockOf(body) === clock.kind && body.phase === phase.id ? [{ holds: index > started && at >= phase.at }] : []
  )
}

function isPhase(body: IncidentEventBody): body is PhaseReached {
  return body.type === 'countdown-phase-reached' || body.type === 'stage-phase-reached' || body.type === 'task-phase-reached'
}

/** The clock whose phase it is, as LadderClock names it. */
export function clockOf(body: PhaseReached): string {
  return body.type === 'countdown-phase-reached' ? body.kind : body.id
}

/** The first of its kind carries no number. */
export function numbered(text: string, round: number): string {
  return round === 0 ? text : `${text}#${round}`
}
