import { countdownWords } from '../countdown.ts'
import { RefusedError } from '../errors.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 办结: refused while a clock still runs, since nothing but evidence or a leader's waiver ends one. */
export function close(state: IncidentState, command: { readonly reason: string }, context: CommandContext): Decision {
  begin(state, context, 'incident.close')
  const reason = demandReason(command.reason)
  const running = state.countdowns.filter((countdown) => countdown.settled === null)
  if (running.length > 0) {
    throw new RefusedError(`尚有未完成的时限：${running.map(({ kind }) => countdownWords[kind]).join('、')}。请先记录发布证据，或由领导豁免`)
  }
  return [{ type: 'closed', reason }]
}
