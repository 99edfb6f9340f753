import type { IncidentEvent } from './events.ts'
import { begin, type CommandContext } from './command.ts'
import { demandUndecidedAnswer } from './given-answers.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

export interface AcceptAnswer {
  /** Number on the timeline under which the answer was recorded. */
  readonly answer: number
  readonly note: string
}

/** 认可答复: a person has read it and has nothing against it, whatever the machine proposed. */
export function acceptAnswer(state: IncidentState, command: AcceptAnswer, context: CommandContext, events: readonly IncidentEvent[]): Decision {
  begin(state, context, 'incident.accept-answer')
  const { seq, department } = demandUndecidedAnswer(state, events, command.answer)
  return [{ type: 'answer-accepted', seq, department, note: command.note.trim() }]
}
