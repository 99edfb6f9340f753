import { Role, roleWords } from './actor.ts'
import type { DepartmentShare } from './assessment.ts'
import type { Contact } from './department.ts'
import type { EscalationStep } from './policy.ts'

/**
 * The posts that a step speaks to, each once, and in words what it names that nobody holds. A role means everybody who has
 * it; `lead-department` and `assist-departments` mean the handlers of the incident's own departments.
 */
export function recipients(
  step: EscalationStep,
  departments: readonly DepartmentShare[],
  contacts: readonly Contact[]
): { contacts: Contact[]; missing: string[] } {
  const found = new Map<string, Contact>()
  const missing: string[] = []
  for (const to of step.to) {
    const share = shareOf(to)
    const groups =
      share === null
        ? [{ name: roleName(to), of: contacts.filter((contact) => contact.role === to) }]
        : departments
            .filter(({ role }) => role === share)
            .map(({ id, name }) => ({
              name: `${name}承办人`,
              of: contacts.filter((contact) => contact.role === 'handler' && contact.departmentId === id)
            }))
    if (share === 'lead' && groups.length === 0) missing.push('主办部门（尚未确定）')
    for (const { name, of } of groups) {
      if (of.length === 0) missing.push(`${name}（没有联系人）`)
      for (const contact of of) found.set(contact.id, contact)
    }
  }
  return { contacts: [...found.values()], missing }
}

function shareOf(to: string): DepartmentShare['role'] | null {
  if (to === 'lead-department') return 'lead'
  return to === 'assist-departments' ? 'assist' : null
}

function roleName(to: string): string {
  const role = Role.safeParse(to)
  return role.success ? roleWords[role.data] : to
}
