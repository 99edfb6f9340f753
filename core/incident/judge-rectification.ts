import { RefusedError } from '../errors.ts'
import { demandReason, type CommandContext } from './command.ts'
import { beginSupervision, demandEntry } from './draft-supervision.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 整改验收 or 退回整改: a supervisor accepts what the unit reported, or sends it back with what is still missing. */
export function judgeRectification(
  state: IncidentState,
  command: { readonly entry: string; readonly accepted: boolean; readonly text: string },
  context: CommandContext
): Decision {
  beginSupervision(state, context, 'incident.judge-rectification')
  const text = command.accepted ? command.text.trim() : demandReason(command.text)
  const { id, kind, unit, rectification } = demandEntry(state, command.entry)
  if (rectification === 'accepted') throw new RefusedError('整改已验收')
  if (rectification !== 'reported') throw new RefusedError('还没有整改报告可以验收')
  return [{ type: 'rectification-judged', id, kind, unit, accepted: command.accepted, text }]
}
