import { RefusedError } from '../errors.ts'
import { supervisionWords } from '../supervision.ts'
import type { CommandContext } from './command.ts'
import { beginSupervision, demandSupervisor, demandOwnEntry } from './draft-supervision.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 整改报告: the unit says what it put right. Its date is met by that, not yet its duty: a supervisor judges. */
export function reportRectification(
  state: IncidentState,
  command: { readonly entry: string; readonly text: string },
  context: CommandContext
): Decision {
  beginSupervision(state, context, 'incident.report-rectification')
  const person = demandSupervisor(context.actor)
  const { id, kind, unit, rectification } = demandOwnEntry(state, command.entry, person)
  if (rectification === 'reported') throw new RefusedError('整改报告已提交，等待验收')
  if (rectification === 'accepted') throw new RefusedError('整改已验收')
  if (rectification === 'none') throw new RefusedError(`这份${supervisionWords[kind]}没有要求整改，或尚未签发`)
  const text = command.text.trim()
  if (text === '') throw new RefusedError('请写明整改了什么')
  return [{ type: 'rectification-reported', id, kind, unit, text }]
}
