import { roleWords } from '../actor.ts'
import { ForbiddenError } from '../errors.ts'
import { releaseRules, type WordingStep } from '../release-policy.ts'
import type { CommandContext } from './command.ts'
import type { IncidentState } from './state.ts'

/** @throws ForbiddenError where the policy does not name a role of the person for this step */
export function demandApprover({ policy }: IncidentState, { roles, words }: WordingStep, { actor }: CommandContext): void {
  if (actor.kind !== 'person' || !actor.roles.some((role) => roles.some((approver) => approver === role)))
    throw new ForbiddenError(`口径须由${roles.map((role) => roleWords[role]).join('、')}${words}（${releaseRules(policy).source}）`)
}
