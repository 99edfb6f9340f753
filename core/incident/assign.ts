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
  const leads = command.departments.filter((department) => department.role === 'lead')
  if (leads.length !== 1) throw new RefusedError(`须指定一个主办部门，现为 ${leads.length} 个`)
  return [{ type: 'assigned', departments: [...command.departments], instruction: command.instruction.trim() }]
}
