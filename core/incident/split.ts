import { RefusedError } from '../errors.ts'
import type { MentionId } from '../mention.ts'
import { demand } from '../permission.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import type { Opening } from './open-by-hand.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

export interface Split {
  /** In order of publication, the earliest first. */
  readonly mentionIds: readonly MentionId[]
  readonly reason: string
}

/**
 * 拆分, on the side of the incident that loses mentions. It keeps its grade and its clocks, which only people lower; the one
 * that names it stays with it. Written after the new incident exists.
 * @throws RefusedError for nothing to split off, or its founding mention.
 */
export function splitOff(state: IncidentState, command: Split & { readonly into: string }, context: CommandContext): Decision {
  begin(state, context, 'incident.split')
  const reason = demandReason(command.reason)
  demandMentions(state, command)
  return [{ type: 'split-off', into: command.into, mentionIds: [...command.mentionIds], reason }]
}

/**
 * 拆分, on the side of the incident that is split off: opened by a person, graded by what its mentions say as soon as the
 * grouper hears of it, under the policy of today.
 */
export function openBySplit(from: IncidentState, command: Split & { readonly title: string }, opening: Opening, context: CommandContext): Decision {
  demand(context.actor, 'incident.split')
  const reason = demandReason(command.reason)
  const founding = demandMentions(from, command)
  const title = command.title.trim()
  if (title === '') throw new RefusedError('请填写拆出事件的标题')
  return [
    {
      type: 'opened',
      jurisdiction: opening.jurisdiction,
      drill: opening.drill,
      title,
      foundingMentionId: founding,
      eventType: from.eventType,
      summary: '',
      responseValue: from.responseValue,
      policy: opening.policy,
      blindSources: [...opening.blindSources]
    },
    { type: 'split-from', incidentId: from.id, mentionIds: [...command.mentionIds], reason }
  ]
}

function demandMentions({ foundingMentionId }: IncidentState, { mentionIds }: Split): MentionId {
  const [first] = mentionIds
  if (first === undefined) throw new RefusedError('请选择要拆出的信息')
  if (mentionIds.some((id) => id === foundingMentionId)) throw new RefusedError('立案所依据的信息不能拆出：请拆出其余信息')
  return first
}
