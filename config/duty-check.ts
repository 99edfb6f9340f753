import { roleWords } from '../core/actor.ts'
import { dayAfter, dayOf } from '../core/china-day.ts'
import { dutyGaps, stretchWords, type Duty } from '../core/duty-roster.ts'
import { rosterOf } from '../core/escalation-recipients.ts'
import type { Instant } from '../core/instant.ts'
import { Grade, gradeWords } from '../core/grade.ts'
import { stepNames } from '../core/ladder-clock.ts'
import type { EscalationStep } from '../core/policy.ts'
import type { StagedCountdowns } from '../core/staged-countdown.ts'
import { missingYears, type WorkingCalendar } from '../core/working-calendar.ts'
import type { Parts } from './load.ts'
import type { YamlFile } from './yaml-file.ts'

/** Days ahead in which a roster is looked at for gaps. */
const gapDays = 7
/** Days ahead whose year has to be known: past the longest deadline in working days with Spring Festival within it. */
const calendarDays = 45

interface Checked extends Parts {
  readonly main: YamlFile
  readonly calendar: WorkingCalendar
  readonly staged: StagedCountdowns | null
}

/** What is no error, and yet leaves somebody unreached or a deadline unknown: warned of at its place. */
export function warnOfDuty(checked: Checked, now: Instant): void {
  warnOfUntoldOpenings(checked)
  warnOfEmptyLevels(checked)
  warnOfUnheldRoles(checked)
  warnOfUnheardWarnings(checked)
  warnOfDepartmentsWithoutHandler(checked)
  warnOfGaps(checked, now)
  warnOfMissingYears(checked, now)
  warnOfUntoldStages(checked)
}

/** Clocks that run from the opening, of which nobody would hear before the first of them is well under way. */
function warnOfUntoldOpenings({ policy, staged }: Checked): void {
  const clocked = new Set([...policy.value.countdowns, ...(staged?.rules ?? [])].flatMap(({ grades }) => grades))
  const told = new Set(policy.value.escalation.filter(({ on }) => on === 'opened').flatMap(({ grades }) => grades))
  const untold = Grade.options.filter((grade) => clocked.has(grade) && !told.has(grade))
  if (untold.length === 0) return
  const names = untold.map((grade) => `${gradeWords[grade]}（${gradeNumerals[grade]}级）`).join('、')
  policy.file.warn([...policy.at, 'escalation'], `这些等级有时限在计时，却没有 on: opened 的升级步骤，立案时无人被通知：${names}`)
}

export const gradeNumerals = { I: 'Ⅰ', II: 'Ⅱ', III: 'Ⅲ', IV: 'Ⅳ' } as const

/** A level of the ladder whose posts are all without anybody. */
function warnOfEmptyLevels({ policy, contacts }: Parts): void {
  for (const [index, { id, to }] of policy.value.escalation.entries()) {
    if (!to.some((one) => isHeld(one, contacts.value)))
      policy.file.warn([...policy.at, 'escalation', index, 'to'], `升级步骤 ${id} 没有人：${to.map(nameOf).join('、')} 均无联系人`)
  }
}

/** One line for all: a small unit has few posts, and every step names several. */
function warnOfUnheldRoles({ policy, contacts }: Parts): void {
  const roles = new Set(policy.value.escalation.flatMap(({ to }) => to.filter((one) => !isHeld(one, contacts.value) && !isDepartments(one))))
  if (roles.size > 0) contacts.file.warn(contacts.at, `升级政策要通知的岗位没有联系人：${[...roles].map(nameOf).join('、')}`)
}

/** A gap of tomorrow that nobody would be told of. */
function warnOfUnheardWarnings({ rosters, contacts }: Parts): void {
  for (const [index, { name, warn }] of rosters.value.entries()) {
    if (!warn.to.some((to) => isHeld(to, contacts.value)))
      rosters.file.warn([...rosters.at, index, 'warn'], `值班表“${name}”的前夜提醒没有人收：${warn.to.map(nameOf).join('、')} 均无联系人`)
  }
}

function warnOfDepartmentsWithoutHandler({ policy, contacts, departments }: Parts): void {
  if (!policy.value.escalation.some(({ to }) => to.some(isDepartments))) return
  const held = new Set(contacts.value.flatMap(({ role, departmentId }) => (role === 'handler' && departmentId !== null ? [departmentId] : [])))
  const without = departments.value.filter(({ id }) => !held.has(id))
  if (without.length > 0)
    contacts.file.warn(contacts.at, `${without.length} 个部门没有承办人，交给它们时无人可通知：${without.map(({ name }) => name).join('、')}`)
}

function isHeld(to: EscalationStep['to'][number], contacts: Parts['contacts']['value']): boolean {
  if (rosterOf(to) !== null) return true
  // Whose leader it is follows from the task: whoever has none stands on the timeline as not reached.
  if (to === 'task-leader') return true
  return contacts.some(({ role }) => role === (isDepartments(to) ? 'handler' : to))
}

function isDepartments(to: string): boolean {
  return to === 'lead-department' || to === 'assist-departments' || to === 'clock-department' || to === 'task-owner'
}

const departmentWords: Readonly<Record<string, string>> = {
  'lead-department': '主办部门承办人',
  'assist-departments': '协办部门承办人',
  'clock-department': '答复部门承办人',
  'task-owner': '任务承办人'
}

function nameOf(to: string): string {
  return departmentWords[to] ?? (roleWords as Readonly<Record<string, string>>)[to] ?? to
}

function warnOfGaps({ calendar, rosters }: Checked, now: Instant): void {
  for (const [index, roster] of rosters.value.entries()) {
    const open = dutyGaps(roster, calendar, now, gapDays).filter(({ accepted }) => !accepted)
    if (open.length > 0)
      rosters.file.warn([...rosters.at, index], `值班表“${roster.name}”今后 ${gapDays} 天有 ${open.length} 处无人值班：${firstOf(open)}`)
  }
}

function firstOf(open: readonly Duty[]): string {
  const shown = open.slice(0, 3).map((gap) => `${stretchWords(gap)}（${gap.why}）`)
  return `${shown.join('；')}${open.length > shown.length ? '；…' : ''}`
}

/** Only where something goes by holidays: a roster or a deadline in working days. */
function warnOfMissingYears({ main, calendar, rosters, staged }: Checked, now: Instant): void {
  const byHoliday = rosters.value.some(({ shifts }) =>
    shifts.some(({ on }) => on.some((day) => day === 'workday' || day === 'weekend' || day === 'holiday'))
  )
  const byWorkingDay = staged?.rules.some(({ stages }) => stages.some(({ within }) => 'workingDays' in within)) ?? false
  if (!byHoliday && !byWorkingDay) return
  const today = dayOf(now)
  for (const year of missingYears(calendar, today, dayAfter(today, calendarDays))) {
    main.warn(
      ['calendar'],
      `没有 ${year} 年的节假日表（${year}.yaml）：到那一年的工作日时限无法推算，值班按各种可能的班次同时通知；请按国务院通知写好`
    )
  }
}

/** A stage whose deadline comes and of which nobody would hear. */
function warnOfUntoldStages({ policy, staged }: Checked): void {
  const steps = policy.value.escalation.filter(({ on, phases }) => on === 'phase' && (phases.length === 0 || phases.includes('overdue')))
  const untold = new Map<string, string[]>()
  for (const { kind, grades, stages } of staged?.rules ?? []) {
    for (const stage of stages) {
      const speaking = steps.filter(({ countdowns }) => stepNames({ kind, stage }).some((name) => countdowns.includes(name)))
      const without = grades.filter((grade) => !speaking.some((step) => step.grades.includes(grade)))
      const name = `${kind}/${stage.id}`
      if (without.length > 0) untold.set(name, [...(untold.get(name) ?? []), ...without])
    }
  }
  if (untold.size === 0) return
  const names = [...untold].map(([name, grades]) => `${name}（${grades.join('、')}级）`)
  policy.file.warn([...policy.at, 'escalation'], `分阶段时限超时无人可知，没有升级步骤写明它们：${names.join('、')}`)
}
