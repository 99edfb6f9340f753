import type { Actor } from '../actor.ts'
import { RefusedError } from '../errors.ts'
import { wordingSteps } from '../release-policy.ts'
import { begin, type CommandContext } from './command.ts'
import { demandApprover } from './demand-approver.ts'
import { demandVersion } from './demand-version.ts'
import { demandSound } from './sound-wording.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'
import type { Wording } from './wording.ts'

/**
 * 审核、签发口径: the step that the version waits for, by a person of a role that the policy names for it. Who drafted or submitted it takes
 * none, and nobody takes two. The last step puts it in force.
 */
export function approveWording(state: IncidentState, command: { readonly version: number }, context: CommandContext): Decision {
  begin(state, context, 'incident.approve-wording')
  const steps = wordingSteps(state.policy)
  const done = state.wordings?.find(({ version }) => version === command.version)?.reviews?.length ?? 0
  const step = steps[done] ?? steps[steps.length - 1]
  if (step === undefined) throw new RefusedError('政策没有写明审批步骤')
  demandApprover(state, step, context)
  const { wording, standing } = demandVersion(state, command.version)
  if (standing === 'approved') return []
  if (standing === 'returned') throw new RefusedError(`第 ${wording.version} 版已被退回：请修改后另拟一版`)
  if (standing === 'draft') throw new RefusedError(`第 ${wording.version} 版还是草稿，尚未提交审批`)
  demandUninvolved(wording, context.actor, step.words)
  demandSound(state, wording, context.now)
  if (done + 1 < steps.length) return [{ type: 'wording-reviewed', version: wording.version, step: step.id, words: step.words }]
  return [{ type: 'wording-approved', version: wording.version, ...(steps.length === 1 ? {} : { words: step.words }) }]
}

function demandUninvolved({ draftedBy, submitted, reviews = [] }: Wording, actor: Actor, words: string): void {
  const isActor = (other: Actor): boolean => actor.kind === 'person' && other.kind === 'person' && other.id === actor.id
  if (isActor(draftedBy)) throw new RefusedError(`口径不能由拟稿人自己${words}：请另一人${words}`)
  if (submitted !== undefined && isActor(submitted.by)) throw new RefusedError(`口径不能由提交人自己${words}：请另一人${words}`)
  const before = reviews.find(({ by }) => isActor(by))
  if (before !== undefined) throw new RefusedError(`您已${before.words}过这一版，同一人不能办两步：请另一人${words}`)
}
