import { countdownWords } from '../countdown.ts'
import { ForbiddenError, RefusedError } from '../errors.ts'
import { can } from '../permission.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import type { IncidentState } from './state.ts'
import { unfinishedMatters } from './unfinished.ts'
import type { Decision } from './update.ts'

/**
 * 办结: refused while a statutory clock still runs, since nothing but evidence or a leader's waiver ends one, and while anything else is
 * left to do, unless a leader says why it is closed all the same (`despite`).
 */
export function close(state: IncidentState, command: { readonly reason: string; readonly despite?: string }, context: CommandContext): Decision {
  begin(state, context, 'incident.close')
  const reason = demandReason(command.reason)
  const running = state.countdowns.filter((countdown) => countdown.settled === null)
  if (running.length > 0) {
    throw new RefusedError(`尚有未完成的时限：${running.map(({ kind }) => countdownWords[kind]).join('、')}。请先记录发布证据，或由领导豁免`)
  }
  const unfinished = unfinishedMatters(state, context.now)
  if (unfinished.length === 0) return [{ type: 'closed', reason }]
  const despite = command.despite?.trim() ?? ''
  if (despite === '') throw new RefusedError(`尚有未办完的事项：${unfinished.join('、')}。请先办完，或由领导写明理由后办结`)
  if (!can(context.actor, 'incident.waive')) throw new ForbiddenError(`尚有未办完的事项：${unfinished.join('、')}。须由领导写明理由才能办结`)
  return [{ type: 'closed', reason, waived: { matters: unfinished, reason: despite } }]
}
