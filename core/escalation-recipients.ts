import { Role, roleWords } from './actor.ts'
import type { DepartmentShare } from './assessment.ts'
import type { Contact } from './department.ts'
import { onDuty, type DutyBook } from './duty-roster.ts'
import type { Instant } from './instant.ts'
import type { TaskOwner } from './incident/task.ts'
import type { EscalationStep } from './policy.ts'

/** Whom there is to speak to, and when it is asked. */
export interface Reachable {
  readonly departments: readonly DepartmentShare[]
  /** The department that owes what the clock counts, where it is about one. */
  readonly clockDepartment?: { readonly id: string; readonly name: string } | null
  /** Who owes the task that the step speaks of, where it speaks of one. */
  readonly taskOwner?: TaskOwner | null
  readonly contacts: readonly Contact[]
  readonly duty: DutyBook
  readonly now: Instant
}

interface Recipients {
  readonly contacts: readonly Contact[]
  /** In words, what is named that nobody holds. */
  readonly missing: readonly string[]
}

/**
 * The posts that a step names in its `to`, each once. A role means everybody who has it; `lead-department` and `assist-departments` mean the
 * handlers of the incident's own departments; `roster:ID` means who is on duty by that roster now.
 */
export function recipients(to: EscalationStep['to'], reachable: Reachable): Recipients {
  const all = to.map((one) => recipientsOf(one, reachable))
  const contacts = new Map(all.flatMap((one) => one.contacts.map((contact) => [contact.id, contact] as const)))
  return { contacts: [...contacts.values()], missing: all.flatMap(({ missing }) => missing) }
}

function recipientsOf(to: string, reachable: Reachable): Recipients {
  const rosterId = rosterOf(to)
  if (rosterId !== null) return watch(rosterId, reachable)
  if (to === 'clock-department') return clockDepartment(reachable)
  if (to === 'task-owner') return taskOwner(reachable)
  if (to === 'task-leader') return taskLeader(reachable)
  const share = shareOf(to)
  if (share !== null) return handlers(share, reachable)
  return orMissing(
    roleName(to),
    reachable.contacts.filter((contact) => contact.role === to)
  )
}

function clockDepartment({ clockDepartment: department, contacts }: Reachable): Recipients {
  if (department == null) return { contacts: [], missing: ['答复部门（此时限没有）'] }
  return orMissing(
    `${department.name}承办人`,
    contacts.filter((contact) => contact.role === 'handler' && contact.departmentId === department.id)
  )
}

/** Whoever has to do it: the handlers of the department, or all who hold the post. */
function taskOwner(reachable: Reachable): Recipients {
  const { taskOwner: owner, contacts } = reachable
  if (owner == null) return { contacts: [], missing: ['任务承办（此时限没有）'] }
  if (owner.kind === 'lead') return handlers('lead', reachable)
  if (owner.kind === 'department') return clockDepartment({ ...reachable, clockDepartment: owner })
  return orMissing(
    roleWords[owner.role],
    contacts.filter((contact) => contact.role === owner.role)
  )
}

/** The leader of the department that owes it; of a post there is none but those that the step names by role. */
function taskLeader({ taskOwner: owner, departments, contacts }: Reachable): Recipients {
  const owing = owner?.kind === 'lead' ? departments.find(({ role }) => role === 'lead') : owner?.kind === 'department' ? owner : undefined
  if (owing === undefined) return { contacts: [], missing: owner?.kind === 'lead' ? ['主办部门负责人（尚未确定主办部门）'] : [] }
  return orMissing(
    `${owing.name}负责人`,
    contacts.filter(({ role, departmentId }) => (role === 'leader' || role === 'deputy-leader') && departmentId === owing.id)
  )
}

function handlers(share: DepartmentShare['role'], { departments, contacts }: Reachable): Recipients {
  const own = departments.filter(({ role }) => role === share)
  if (share === 'lead' && own.length === 0) return { contacts: [], missing: ['主办部门（尚未确定）'] }
  const all = own.map(({ id, name }) =>
    orMissing(
      `${name}承办人`,
      contacts.filter((contact) => contact.role === 'handler' && contact.departmentId === id)
    )
  )
  return { contacts: all.flatMap((one) => one.contacts), missing: all.flatMap(({ missing }) => missing) }
}

function orMissing(name: string, contacts: readonly Contact[]): Recipients {
  return { contacts, missing: contacts.length === 0 ? [`${name}（没有联系人）`] : [] }
}

/** A running incident keeps its policy, so it may name a roster that the configuration has no more: that is said, not passed over. */
function watch(rosterId: string, { contacts, duty: { rosters, calendar }, now }: Reachable): Recipients {
  const roster = rosters.find(({ id }) => id === rosterId)
  if (roster === undefined) return { contacts: [], missing: [`值班表 ${rosterId}（配置中没有）`] }
  const { people, why } = onDuty(roster, calendar, now)
  if (people.length === 0) return { contacts: [], missing: [`${roster.name}（${why ?? '无人值班'}）`] }
  const known = people.flatMap((id) => contacts.find((contact) => contact.id === id) ?? [])
  const strangers = people.filter((id) => !known.some((contact) => contact.id === id))
  return { contacts: known, missing: strangers.map((id) => `${roster.name}的 ${id}（没有联系人）`) }
}

const rosterPrefix = 'roster:'

/** The roster that a step names, or null where it names something else. */
export function rosterOf(to: string): string | null {
  return to.startsWith(rosterPrefix) ? to.slice(rosterPrefix.length) : null
}

function shareOf(to: string): 'lead' | 'assist' | null {
  if (to === 'lead-department') return 'lead'
  return to === 'assist-departments' ? 'assist' : null
}

function roleName(to: string): string {
  const role = Role.safeParse(to)
  return role.success ? roleWords[role.data] : to
}
