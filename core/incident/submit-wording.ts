import { RefusedError } from '../errors.ts'
import { begin, type CommandContext } from './command.ts'
import { demandVersion } from './demand-version.ts'
import { demandSound } from './sound-wording.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 提交审核: from now on the draft waits for its approvers. @throws RefusedError while it has gaps, naming them */
export function submitWording(state: IncidentState, command: { readonly version: number }, context: CommandContext): Decision {
  begin(state, context, 'incident.submit-wording')
  const { wording, standing } = demandVersion(state, command.version)
  if (standing === 'under-approval' || standing === 'approved') return []
  if (standing === 'returned') throw new RefusedError(`第 ${wording.version} 版已被退回：请修改后另拟一版`)
  demandSound(state, wording, context.now)
  return [{ type: 'wording-submitted', version: wording.version }]
}
