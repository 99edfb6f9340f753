import { RefusedError } from '../errors.ts'
import { addMs, chinaWallTime, hourMs, type Instant } from '../instant.ts'
import { demandOwnDepartment } from './accept.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import type { IncidentEvent } from './events.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'
import { gradeOf } from './wanted-stages.ts'

/** 退回: the department says that the matter is not its own, and why, while it may. */
export function returnAssignment(
  state: IncidentState,
  command: { readonly departmentId: string; readonly reason: string },
  context: CommandContext,
  events: readonly IncidentEvent[]
): Decision {
  begin(state, context, 'incident.return')
  const reason = demandReason(command.reason)
  demandOwnDepartment(state, command.departmentId, context.actor)
  demandInTime(state, assignedSince(events, command.departmentId), context.now)
  return [{ type: 'returned', departmentId: command.departmentId, reason }]
}

function demandInTime(state: IncidentState, since: Instant | null, now: Instant): void {
  const grade = gradeOf(state) ?? 'IV'
  const rule = state.policy.returns?.find(({ grades }) => grades.includes(grade))
  if (rule === undefined || since === null || now <= addMs(since, rule.withinHours * hourMs)) return
  throw new RefusedError(
    `交办于 ${chinaWallTime(since)}，退回须在 ${rule.withinHours} 小时内提出，已过期：请办理；确不属本部门职责的，由值班台改派（${rule.source}）`
  )
}

/** Since when the department has the duty without a break; null while only a machine proposed it. */
function assignedSince(events: readonly IncidentEvent[], departmentId: string): Instant | null {
  let since: Instant | null = null
  for (const { at, body } of events) {
    if (body.type === 'assigned') since = body.departments.some(({ id }) => id === departmentId) ? (since ?? at) : null
    else if (body.type === 'returned' && body.departmentId === departmentId) since = null
  }
  return since
}
