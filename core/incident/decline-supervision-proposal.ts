import { RefusedError } from '../errors.ts'
import { demandReason, type CommandContext } from './command.ts'
import { beginSupervision } from './draft-supervision.ts'
import { proposeSupervision } from './propose-supervision.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 不予督办: a supervisor sets aside what the machine proposes, with a reason that stays on the record. */
export function declineSupervisionProposal(
  state: IncidentState,
  command: { readonly proposal: string; readonly reason: string },
  context: CommandContext
): Decision {
  beginSupervision(state, context, 'incident.decline-supervision-proposal')
  const reason = demandReason(command.reason)
  const proposal = proposeSupervision(state, context.now).find(({ id }) => id === command.proposal)
  if (proposal === undefined) throw new RefusedError('没有这条督办建议，或已处理', { metadata: { proposal: command.proposal } })
  return [{ type: 'supervision-proposal-declined', proposal: proposal.id, words: proposal.words, reason }]
}
