import { anchorWords, countdownState, countdownStateWords, countdownWords, phasesOf, remainingMs, type Countdown } from '../../core/countdown.ts'
import { addMs, hourMs, type Instant } from '../../core/instant.ts'
import type { CountdownView } from '../contract.ts'

export function countdownView(countdown: Countdown, now: Instant): CountdownView {
  const { kind, rule, anchor, startedAt, dueAt, settled, reached } = countdown
  const state = countdownState(countdown, now)
  return {
    kind,
    words: countdownWords[kind],
    hours: rule.hours,
    startedAt,
    dueAt,
    dueSoonAt: addMs(dueAt, -0.25 * rule.hours * hourMs),
    state,
    stateWords: countdownStateWords[state],
    remainingMs: remainingMs(countdown, now),
    anchor: { ...anchor, words: anchorWords[anchor.kind] },
    source: rule.source,
    stopsWith: rule.stopsWith,
    settled,
    phases: phasesOf(countdown).map((phase) => ({ ...phase, reached: reached.includes(phase.id) }))
  }
}
