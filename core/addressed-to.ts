import type { Person } from './actor.ts'
import type { NoticeRow } from './notice.ts'

/** Addressed to one of the person's roles, and where it names a department, to theirs. */
export function isFor({ notice: { recipient } }: Pick<NoticeRow, 'notice'>, person: Person): boolean {
  if (recipient.contactId === person.id) return true
  const roleFits = person.roles.some((role) => role === recipient.role)
  return roleFits && (recipient.departmentId === null || recipient.departmentId === person.departmentId)
}
