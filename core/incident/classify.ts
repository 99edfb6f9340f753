import type { FocusKind } from '../focus-kind.ts'
import type { ReplySort } from '../reply-sort.ts'
import { clockGrade, clocksStartedBy } from './clocks.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'
import { workOf } from './work.ts'

export interface Classify {
  /** What kind of answer it is owed. */
  readonly sort: ReplySort
  /** Which of the five kinds of 重点回应 it is; none: no such matter. */
  readonly focus: readonly FocusKind[]
  readonly reason: string
}

/**
 * 研判定性: a person's word on what the machine sorted. One of the five kinds must be answered, so that its clocks start; what is classified
 * otherwise later withdraws none, which only a grade or a waiver does.
 */
export function classify(state: IncidentState, command: Classify, context: CommandContext): Decision {
  begin(state, context, 'incident.classify')
  const reason = demandReason(command.reason)
  const focus = [...new Set(command.focus)].toSorted()
  const before = workOf(state).classification ?? null
  if (before?.sort === command.sort && before.focus.join() === focus.join() && before.reason === reason) return []
  const governing = clockGrade(state.policy, state.eventGrade, state.opinionGrade, 'must-respond')
  return [{ type: 'classified', sort: command.sort, focus, reason }, ...(focus.length === 0 ? [] : clocksStartedBy(state, governing))]
}
