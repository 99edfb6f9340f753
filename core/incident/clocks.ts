import type { ResponseValue } from '../assessment.ts'
import type { CountdownRule } from '../countdown.ts'
import { moreSevere, type Grade } from '../grade.ts'
import type { Policy } from '../policy.ts'
import type { IncidentEventBody } from './events.ts'
import type { IncidentState } from './state.ts'

/** The grade that decides about clocks: the event's, the opinion's, or the more severe, as the policy says. */
export function governingGrade(policy: Policy, eventGrade: Grade | null, opinionGrade: Grade | null): Grade | null {
  switch (policy.startsOn) {
    case 'event':
      return eventGrade
    case 'opinion':
      return opinionGrade
    case 'either':
      return moreSevere(eventGrade, opinionGrade)
    default:
      return policy.startsOn satisfies never
  }
}

/**
 * The grade whose clocks run: the governing one, and 一般 where a matter has none but deserves a reply, since 其他政务舆情 are
 * to be answered within 48 hours too (国办发〔2016〕61号).
 */
export function clockGrade(policy: Policy, eventGrade: Grade | null, opinionGrade: Grade | null, responseValue: ResponseValue): Grade | null {
  const deserves = responseValue === 'must-respond' || responseValue === 'respond'
  return governingGrade(policy, eventGrade, opinionGrade) ?? (deserves ? 'IV' : null)
}

/**
 * Clocks that a machine's grading adds. A re-grade adds clocks and never resets one; only a person's lowering withdraws
 * (`withdrawnBy`). An anchor must stand before a clock starts.
 */
export function clocksStartedBy(state: Pick<IncidentState, 'policy' | 'countdowns'>, grade: Grade | null): IncidentEventBody[] {
  return rulesFor(state.policy, grade)
    .filter((rule) => !state.countdowns.some((countdown) => countdown.kind === rule.kind && countdown.settled?.state !== 'withdrawn'))
    .map((rule) => ({ type: 'countdown-started', rule }))
}

/** Clocks still running that a person's confirmed lower grade no longer asks for. */
export function clocksWithdrawnBy(state: Pick<IncidentState, 'policy' | 'countdowns'>, grade: Grade | null, reason: string): IncidentEventBody[] {
  const wanted = new Set(rulesFor(state.policy, grade).map((rule) => rule.kind))
  return state.countdowns
    .filter((countdown) => countdown.settled === null && !wanted.has(countdown.kind))
    .map(({ kind }) => ({ type: 'countdown-withdrawn', kind, reason }))
}

function rulesFor(policy: Policy, grade: Grade | null): readonly CountdownRule[] {
  return grade === null ? [] : policy.countdowns.filter((rule) => rule.grades.includes(grade))
}
