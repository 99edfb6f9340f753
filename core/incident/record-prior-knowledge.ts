import { RefusedError } from '../errors.ts'
import type { Instant } from '../instant.ts'
import type { CommandContext } from './command.ts'
import { beginSupervision } from './draft-supervision.ts'
import type { IncidentState } from './state.ts'
import type { SupervisedUnit } from './supervision-entry.ts'
import { demandTypedMoment } from './typed-moment.ts'
import type { Decision } from './update.ts'

/** 事前已知: a supervisor writes down that a unit knew of the matter, since when, and what shows it. */
export function recordPriorKnowledge(
  state: IncidentState,
  command: { readonly unit: SupervisedUnit; readonly knownAt: Instant; readonly how: string },
  context: CommandContext
): Decision {
  beginSupervision(state, context, 'incident.record-prior-knowledge')
  const how = command.how.trim()
  if (how === '') throw new RefusedError('请写明依据：何人何时如何得知')
  demandTypedMoment(command.knownAt, context.now, '得知时间')
  return [{ type: 'prior-knowledge-recorded', unit: command.unit, knownAt: command.knownAt, how }]
}
