import type { Actor } from '../actor.ts'
import { RefusedError } from '../errors.ts'
import { rolesOf, type Action } from '../permission.ts'
import type { IncidentState } from './state.ts'
import { workOf } from './work.ts'

/**
 * 承办人 act for their department: only where it has a part in the matter. Who may do this in another role as well acts in that one, and a
 * machine for whoever wrote the script. @throws RefusedError
 */
export function demandPart(state: IncidentState, actor: Actor, action: Action): void {
  if (actor.kind === 'machine' || actor.roles.some((role) => role !== 'handler' && rolesOf(action).includes(role))) return
  const { departmentId } = actor
  if (departmentId === null || !hasPart(state, departmentId))
    throw new RefusedError('只能办理本部门的事件', { metadata: { departmentId, incident: state.id } })
}

/** One of the responsible departments, or one that was given a task or put under supervision in it. */
export function hasPart(state: IncidentState, departmentId: string): boolean {
  return (
    state.departments.some(({ id }) => id === departmentId) ||
    workOf(state).tasks.some(({ owner }) => owner.kind === 'department' && owner.id === departmentId) ||
    (state.supervision?.entries ?? []).some(({ unit }) => unit.id === departmentId)
  )
}
