import { RefusedError } from '../errors.ts'
import { begin, type CommandContext } from './command.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 拟口径: a new version. What is approved stays in force until the new one is approved too. */
export function draftWording(state: IncidentState, command: { readonly text: string }, context: CommandContext): Decision {
  begin(state, context, 'incident.draft-wording')
  const text = command.text.trim()
  if (text === '') throw new RefusedError('请写出口径')
  const last = state.wordings?.at(-1)
  if (last?.text === text) return []
  return [{ type: 'wording-drafted', version: (last?.version ?? 0) + 1, text }]
}
