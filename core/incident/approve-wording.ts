import { roleWords } from '../actor.ts'
import { ForbiddenError, RefusedError } from '../errors.ts'
import { releaseRules } from '../release-policy.ts'
import { begin, type CommandContext } from './command.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 核准口径: by a person of a role that the policy names, and never by who drafted it. */
export function approveWording(state: IncidentState, command: { readonly version: number }, context: CommandContext): Decision {
  begin(state, context, 'incident.approve-wording')
  const { approvers, source } = releaseRules(state.policy)
  const { actor } = context
  if (actor.kind !== 'person' || !actor.roles.some((role) => approvers.some((approver) => approver === role))) {
    throw new ForbiddenError(`口径须由${approvers.map((role) => roleWords[role]).join('、')}核准（${source}）`)
  }
  const last = state.wordings?.at(-1)
  const wording = state.wordings?.find(({ version }) => version === command.version)
  if (last === undefined || wording === undefined) throw new RefusedError(`没有第 ${command.version} 版口径`)
  if (wording.approvedAt !== null) return []
  if (wording.version !== last.version) throw new RefusedError(`口径已有第 ${last.version} 版，请核准新的一版`)
  if (wording.draftedBy.kind === 'person' && wording.draftedBy.id === actor.id) throw new RefusedError('口径不能由拟稿人自己核准：请另一人核准')
  return [{ type: 'wording-approved', version: wording.version }]
}
