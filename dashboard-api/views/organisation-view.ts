import { Role, roleWords } from '../../core/actor.ts'
import type { Contact, Department } from '../../core/department.ts'
import { dutyGaps, nextHandOver, onDuty, stretchWords, type Shift } from '../../core/duty-roster.ts'
import { chinaWallTime, type Instant } from '../../core/instant.ts'
import type { DepartmentInForce } from '../../core/organisation/department-changes.ts'
import type { RosterInForce } from '../../core/organisation/roster-changes.ts'
import { maskEmail, maskPhone } from '../../core/personal-data.ts'
import type { WorkingCalendar } from '../../core/working-calendar.ts'
import type { ContactRow, DepartmentState, RosterView } from '../contract-organisation.ts'

const gapDays = 14

const dayWords = {
  monday: '周一',
  tuesday: '周二',
  wednesday: '周三',
  thursday: '周四',
  friday: '周五',
  saturday: '周六',
  sunday: '周日',
  workday: '工作日',
  weekend: '周末',
  holiday: '节假日'
} as const satisfies Record<Shift['on'][number], string>

/** `running`: what this process began with. */
export function departmentState({ department, changed, added }: DepartmentInForce, running: readonly Department[]): DepartmentState {
  const { id, name, aliases, duties, coordinator } = department
  const known = running.find((one) => one.id === id)
  const awaitsRestart =
    known === undefined || known.name !== name || known.aliases.join('\n') !== aliases.join('\n') || known.duties.join('\n') !== duties.join('\n')
  return { id, name, aliases, duties, coordinator, changed, added, awaitsRestart }
}

/** Numbers masked: whole ones are asked for one by one, with a reason. */
export function contactRow({ id, name, role, departmentId, phone, email, ...accounts }: Contact, departments: readonly Department[]): ContactRow {
  const known = Role.safeParse(role)
  const platforms = { wecom: '企业微信', dingtalk: '钉钉', feishu: '飞书', yunzhijia: '云之家', webhook: 'Webhook' } as const
  return {
    id,
    name,
    roleName: known.success ? roleWords[known.data] : role,
    departmentName: departments.find((department) => department.id === departmentId)?.name ?? departmentId,
    phone: phone === null ? null : maskPhone(phone),
    email: email === null ? null : maskEmail(email),
    accounts: Object.entries(platforms).flatMap(([key, words]) => (accounts[key as keyof typeof platforms] === null ? [] : [words]))
  }
}

export function rosterView(
  { roster, changed, overtaken }: RosterInForce,
  { calendar, contacts, now }: { calendar: WorkingCalendar; contacts: readonly Contact[]; now: Instant }
): RosterView {
  const nameOf = (id: string): string => contacts.find((contact) => contact.id === id)?.name ?? id
  const duty = onDuty(roster, calendar, now)
  const next = nextHandOver(roster, calendar, now)
  const wallNow = chinaWallTime(now)
  return {
    id: roster.id,
    name: roster.name,
    source: roster.source,
    changed,
    overtaken,
    now: { people: duty.people.map(nameOf), shifts: [...duty.shifts], until: duty.to, why: duty.why },
    next: next === null ? null : { at: next.at, people: next.taking.map(nameOf) },
    gaps: dutyGaps(roster, calendar, now, gapDays)
      .filter(({ accepted }) => !accepted)
      .map((gap) => ({ words: stretchWords(gap), why: gap.why ?? '' })),
    shifts: roster.shifts.map(({ id, name, from, to, on, people }) => ({
      id,
      name,
      hours: to > from ? `${from}–${to}` : `${from}–次日 ${to}`,
      on: on.map((day) => dayWords[day]).join('、'),
      people: people.map((person) => ({ id: person, name: nameOf(person) }))
    })),
    absences: roster.absences.map((absence) => ({ ...absence, name: nameOf(absence.who), past: absence.to <= wallNow }))
  }
}
