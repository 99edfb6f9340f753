import type { Countdown } from '../countdown.ts'
import type { IncidentEvent } from '../incident/events.ts'
import type { IncidentStage } from '../incident/incident-stage.ts'
import type { IncidentDocument } from '../incident/state.ts'
import type { SourceBook } from './source-book.ts'

/** For each clock of a sentence the events that started and that ended it. */
export function citeClocks(
  document: IncidentDocument,
  { countdowns, stages }: { readonly countdowns: readonly Countdown[]; readonly stages: readonly IncidentStage[] },
  book: SourceBook
): number[] {
  const { events } = document
  const newest = (isSo: (event: IncidentEvent) => boolean): IncidentEvent[] => {
    const event = events.findLast(isSo)
    return event === undefined ? [] : [event]
  }
  const found = [
    ...countdowns.flatMap((clock) => [
      ...newest(({ body }) => body.type === 'countdown-started' && body.rule.kind === clock.kind),
      ...newest((event) => endsCountdown(clock, event))
    ]),
    ...stages.flatMap((clock) => [
      ...newest(({ body }) => body.type === 'stage-started' && body.id === clock.id),
      ...newest((event) => endsStage(clock, event))
    ])
  ]
  return [...new Set(found)].map((event) => book.citeEvent(document, event))
}

function endsCountdown({ kind, settled }: Countdown, { body }: IncidentEvent): boolean {
  if (settled === null) return false
  if (body.type === 'release-recorded' || body.type === 'press-conference-recorded') return body.evidence.snapshot === settled.evidence
  return (body.type === 'countdown-waived' || body.type === 'countdown-withdrawn') && body.kind === kind
}

/** One stage may be fulfilled by another, done at the same moment. */
function endsStage({ id, settled }: IncidentStage, { body }: IncidentEvent): boolean {
  if (settled === null) return false
  if (body.type === 'stage-met') return body.id === id || body.metAt === settled.at
  return body.type === 'stages-ended' && body.ids.includes(id)
}
