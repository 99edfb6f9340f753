import { demandOwnDepartment } from './accept.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 退回: the department says that the matter is not its own, and why. */
export function returnAssignment(
  state: IncidentState,
  command: { readonly departmentId: string; readonly reason: string },
  context: CommandContext
): Decision {
  begin(state, context, 'incident.return')
  const reason = demandReason(command.reason)
  demandOwnDepartment(state, command.departmentId, context.actor)
  return [{ type: 'returned', departmentId: command.departmentId, reason }]
}
