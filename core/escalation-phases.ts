import { phasesOf, type Countdown, type Phase } from './countdown.ts'
import type { IncidentEventBody } from './incident/events.ts'
import type { IncidentDocument } from './incident/state.ts'
import type { Instant } from './instant.ts'

type Of<T extends IncidentEventBody['type']> = Extract<IncidentEventBody, { type: T }>

/** An event to append, with the cause that lets it be appended once only. */
export interface Recorded<T extends 'countdown-phase-reached' | 'escalated'> {
  readonly cause: string
  readonly body: Of<T>
}

export function runningCountdowns(document: IncidentDocument): Countdown[] {
  return document.state.countdowns.filter((countdown) => countdown.settled === null)
}

/** Phases that have come and that the timeline does not have, of all clocks together, oldest first. */
export function phasesToRecord(document: IncidentDocument, now: Instant): Recorded<'countdown-phase-reached'>[] {
  return runningCountdowns(document)
    .flatMap((countdown) => phasesOf(countdown).map((phase) => ({ countdown, phase })))
    .filter(({ countdown, phase }) => phase.at <= now && !isRecorded(document, countdown, phase))
    .toSorted((a, b) => (a.phase.at < b.phase.at ? -1 : a.phase.at > b.phase.at ? 1 : 0))
    .map(({ countdown, phase }) => ({
      cause: numbered(`phase:${document.id}:${countdown.kind}:${phase.id}`, phaseRound(document, countdown, phase)),
      body: { type: 'countdown-phase-reached', kind: countdown.kind, phase: phase.id, dueAt: countdown.dueAt, phaseAt: phase.at }
    }))
}

/**
 * Recorded, and still true: when an anchor was corrected to a later moment, or the clock was withdrawn and started again, a phase
 * that lay behind lies ahead once more and must be told when it comes.
 */
export function isRecorded(document: IncidentDocument, countdown: Countdown, phase: Phase): boolean {
  return records(document, countdown, phase).some(({ holds }) => holds)
}

/** How often the phase was recorded for a deadline that holds no longer. */
export function phaseRound(document: IncidentDocument, countdown: Countdown, phase: Phase): number {
  return records(document, countdown, phase).filter(({ holds }) => !holds).length
}

/**
 * Whether a record belongs to the clock's last start is told by the order of the timeline, not by the time of day: a clock of the
 * machine that was set back writes records that are "older" than the start they follow.
 */
function records({ events }: IncidentDocument, countdown: Countdown, phase: Phase): { readonly holds: boolean }[] {
  const started = events.findLastIndex(({ body }) => body.type === 'countdown-started' && body.rule.kind === countdown.kind)
  return events.flatMap(({ at, body }, index) =>
    body.type === 'countdown-phase-reached' && body.kind === countdown.kind && body.phase === phase.id
      ? [{ holds: index > started && at >= phase.at }]
      : []
  )
}

/** The first of its kind carries no number. */
export function numbered(text: string, round: number): string {
  return round === 0 ? text : `${text}#${round}`
}
