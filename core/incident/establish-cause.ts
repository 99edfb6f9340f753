import { begin, type CommandContext } from './command.ts'
import { publicityOf } from './publicity.ts'
import type { IncidentState } from './state.ts'
import { typedText } from './typed-text.ts'
import type { Decision } from './update.ts'

/** 认定原因: what was found, and the finding that it rests on. Until then no wording may name a cause. */
export function establishCause(state: IncidentState, command: { readonly cause: string; readonly basis: string }, context: CommandContext): Decision {
  begin(state, context, 'incident.establish-cause')
  const cause = typedText(command.cause, '原因', 500)
  const basis = typedText(command.basis, '依据', 500)
  const before = publicityOf(state).cause
  return before?.text === cause && before.basis === basis ? [] : [{ type: 'cause-established', cause, basis }]
}
