import { RefusedError } from '../errors.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import { demandApprover } from './demand-approver.ts'
import { demandVersion } from './demand-version.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'
import { awaitedStep } from './wording.ts'

/** 退回口径: by whoever could take the step that it waits for, with the reason. It goes no further; a new version answers it. */
export function returnWording(
  state: IncidentState,
  command: { readonly version: number; readonly reason: string },
  context: CommandContext
): Decision {
  begin(state, context, 'incident.return-wording')
  const reason = demandReason(command.reason)
  const { wording, standing } = demandVersion(state, command.version)
  const step = awaitedStep(wording, state.policy)
  if (step === null) throw new RefusedError(`第 ${wording.version} 版${notWaiting[standing]}，没有可退回的`)
  demandApprover(state, step, context)
  return [{ type: 'wording-returned', version: wording.version, step: step.id, words: step.words, reason }]
}

const notWaiting = { draft: '还是草稿', returned: '已经退回', approved: '已经生效', 'under-approval': '已办完各步' } as const
