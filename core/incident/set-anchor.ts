import type { Anchor } from '../countdown.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import type { IncidentState } from './state.ts'
import { demandTypedMoment } from './typed-moment.ts'
import type { Decision } from './update.ts'

/** 更正起算时刻: by a person with a reason; every clock that still runs follows the anchor that then counts. */
export function setAnchor(state: IncidentState, command: Pick<Anchor, 'kind' | 'at' | 'precision' | 'reason'>, context: CommandContext): Decision {
  begin(state, context, 'incident.set-anchor')
  const reason = demandReason(command.reason)
  demandTypedMoment(command.at, context.now, '起算时刻')
  return [{ type: 'anchor-set', anchor: { kind: command.kind, at: command.at, precision: command.precision, setBy: 'person', reason } }]
}
