import type { Actor } from '../actor.ts'
import { RefusedError } from '../errors.ts'
import { begin, type CommandContext } from './command.ts'
import type { IncidentEvent } from './events.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 部门签收: the department takes the matter, once for each assignment. Only for one of the incident's departments. */
export function accept(
  state: IncidentState,
  command: { readonly departmentId: string },
  context: CommandContext,
  events: readonly IncidentEvent[]
): Decision {
  begin(state, context, 'incident.accept')
  demandOwnDepartment(state, command.departmentId, context.actor)
  if (state.handling === 'accepted' && hasAccepted(events, command.departmentId)) return []
  return [{ type: 'accepted', departmentId: command.departmentId }]
}

/** Whether it took the assignment that holds. */
function hasAccepted(events: readonly IncidentEvent[], departmentId: string): boolean {
  let has = false
  for (const { body } of events) {
    if (body.type === 'assigned' || body.type === 'reopened') has = false
    else if (body.type === 'accepted' && body.departmentId === departmentId) has = true
    else if (body.type === 'returned' && body.departmentId === departmentId) has = false
  }
  return has
}

/** @throws RefusedError when the department is not one of the incident's, or not the actor's own. */
export function demandOwnDepartment(state: IncidentState, departmentId: string, actor: Actor): void {
  if (!state.departments.some((department) => department.id === departmentId))
    throw new RefusedError('该事件未交办给此部门', { metadata: { departmentId } })
  if (actor.kind === 'person' && actor.departmentId !== departmentId) throw new RefusedError('只能办理本部门的事件', { metadata: { departmentId } })
}
