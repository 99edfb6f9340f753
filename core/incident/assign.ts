import type { DepartmentShare } from '../assessment.ts'
import { RefusedError } from '../errors.ts'
import { begin, type CommandContext } from './command.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 交办: exactly one lead (主办), any number of assisting departments (协办). */
export function assign(
  state: IncidentState,
  command: { readonly departments: readonly DepartmentShare[]; readonly instruction: string },
  context: CommandContext
): Decision {
  begin(state, context, 'incident.assign')
  demandOneLead(command.departments)
  demandDistinct(command.departments)
  return [{ type: 'assigned', departments: [...command.departments], instruction: command.instruction.trim() }]
}

/** @throws RefusedError saying how many there are */
export function demandOneLead(departments: readonly DepartmentShare[]): void {
  const leads = departments.filter((department) => department.role === 'lead')
  if (leads.length !== 1) throw new RefusedError(`须指定一个主办部门，现为 ${leads.length} 个`)
}

/** A department leads or assists, once. @throws RefusedError naming what is listed twice */
export function demandDistinct(departments: readonly DepartmentShare[]): void {
  const twice = departments.find(({ id }, place) => departments.findIndex((other) => other.id === id) !== place)
  if (twice !== undefined) throw new RefusedError(`${twice.name}在名单中不止一次，同一部门只能主办或协办`, { metadata: { departmentId: twice.id } })
}
