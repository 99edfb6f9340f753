import { z } from 'zod'
import { Day, dayAfter, dayOf, daysBetween, isWeekend, momentOf, TimeOfDay, weekdayOf, weekdays } from './china-day.ts'
import { chinaWallTime, dayMs, addMs, type Instant } from './instant.ts'
import { dayKind, type DayKind, type WorkingCalendar } from './working-calendar.ts'

const Slug = z.string().regex(/^[a-z0-9-]+$/, '应为小写字母、数字与连字符')

/** A moment as people write it in a roster, `2026-10-01 08:30`, China time. */
const WallTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d ([01]\d|2[0-3]):[0-5]\d$/, '应是 2026-10-01 08:30 这样的时间')
  .refine((text) => Day.safeParse(text.slice(0, 10)).success, '没有这一天')

/** 班次: who is on from one hand-over to the next, on which days. It belongs to the day on which it begins. */
export const Shift = z.strictObject({
  id: Slug,
  name: z.string().min(1),
  /** Weekdays by name; `workday` is any day of work, 调休 included; `weekend` an ordinary one; `holiday` a day off by the notice. */
  on: z.array(z.enum([...weekdays, 'workday', 'weekend', 'holiday'])).min(1),
  from: TimeOfDay,
  /** No later than `from`: on the next day. */
  to: TimeOfDay,
  /** Contacts, all on duty together. */
  people: z.array(Slug).min(1, '班次没有人')
})
export type Shift = z.infer<typeof Shift>

/** Absent from one moment to another, with a substitute or without. */
export const Absence = z
  .strictObject({ who: Slug, substitute: Slug.nullable(), from: WallTime, to: WallTime, reason: z.string().min(1) })
  .refine(({ from, to }) => from < to, { path: ['to'], message: '结束不晚于开始' })
export type Absence = z.infer<typeof Absence>

/** Hours without anybody on duty that the unit knows of and accepts. */
export const AcceptedGap = z
  .strictObject({ from: WallTime, to: WallTime, reason: z.string().min(1) })
  .refine(({ from, to }) => from < to, { path: ['to'], message: '结束不晚于开始' })

/** 值班表. */
export const DutyRoster = z.strictObject({
  id: Slug,
  name: z.string().min(1),
  shifts: z.array(Shift).min(1),
  absences: z.array(Absence).default([]),
  gaps: z.array(AcceptedGap).default([]),
  /** From this time of the day before on, tomorrow's gaps are warned of. */
  warnAt: TimeOfDay.default('18:00'),
  /** Whom that is told, as a step of the ladder names them, and over which channels. */
  warn: z
    .strictObject({ to: z.array(z.string()).min(1), channels: z.array(z.string()).min(1) })
    .default({ to: ['duty-officer', 'deputy-leader'], channels: ['dashboard'] }),
  /** The unit's arrangement that it comes from. */
  source: z.string().min(1)
})
export type DutyRoster = z.infer<typeof DutyRoster>

/** What tells who is on duty: the rosters of a unit and the calendar that they go by. */
export interface DutyBook {
  readonly rosters: readonly DutyRoster[]
  readonly calendar: WorkingCalendar
}

/** Who is on duty over a stretch of time. */
export interface Duty {
  readonly from: Instant
  readonly to: Instant
  /** Contacts; empty: nobody. */
  readonly people: readonly string[]
  readonly shifts: readonly string[]
  /** Why nobody, or why more than usual; null where there is nothing to say. */
  readonly why: string | null
  /** Nobody, and the roster says that it is meant so. */
  readonly accepted: boolean
}

/** Furthest that a hand-over is looked for. */
const lookAheadDays = 15

/** Who is on duty at a moment. `to` is where that next may change. */
export function onDuty(roster: DutyRoster, calendar: WorkingCalendar, at: Instant): Duty {
  const stays = boundaries(roster, calendar, dayOf(at), dayAfter(dayOf(at), 1))
  const from = stays.findLast((moment) => moment <= at) ?? at
  return dutyFrom(roster, calendar, from, stays.find((moment) => moment > at) ?? addMs(at, dayMs))
}

/** The next moment at which other people are on duty; null when the same stay for 15 days. */
export function nextHandOver(
  roster: DutyRoster,
  calendar: WorkingCalendar,
  at: Instant
): { readonly at: Instant; readonly leaving: readonly string[]; readonly taking: readonly string[] } | null {
  const [first, ...rest] = dutiesBetween(roster, calendar, at, addMs(at, lookAheadDays * dayMs))
  const next = rest.find(({ people }) => people.join() !== first?.people.join())
  return first === undefined || next === undefined ? null : { at: next.from, leaving: first.people, taking: next.people }
}

/** Stretches within the coming days when nobody is on duty; those that the roster accepts are marked. */
export function dutyGaps(roster: DutyRoster, calendar: WorkingCalendar, from: Instant, days: number): Duty[] {
  return dutiesBetween(roster, calendar, from, addMs(from, days * dayMs)).filter(({ people }) => people.length === 0)
}

/** The duties from one moment to another, without a hole; neighbours with the same people and reason are one. */
export function dutiesBetween(roster: DutyRoster, calendar: WorkingCalendar, from: Instant, to: Instant): Duty[] {
  const inside = boundaries(roster, calendar, dayOf(from), dayOf(to)).filter((moment) => moment > from && moment < to)
  const starts = [from, ...inside]
  const duties: Duty[] = []
  for (const [index, start] of starts.entries()) {
    const duty = dutyFrom(roster, calendar, start, starts[index + 1] ?? to)
    const last = duties.at(-1)
    if (last !== undefined && isSame(last, duty)) duties[duties.length - 1] = { ...last, to: duty.to }
    else duties.push(duty)
  }
  return duties
}

function isSame(a: Duty, b: Duty): boolean {
  return (
    a.people.join() === b.people.join() &&
    a.why === b.why &&
    a.accepted === b.accepted &&
    (a.people.length === 0 || a.shifts.join() === b.shifts.join())
  )
}

/** Every moment at which something may change on these days. */
function boundaries(roster: DutyRoster, calendar: WorkingCalendar, from: Day, to: Day): Instant[] {
  const moments = new Set<Instant>()
  for (const day of daysBetween(dayAfter(from, -1), to)) {
    for (const stretch of stretchesOf(roster, calendar, day)) moments.add(stretch.from).add(stretch.to)
  }
  for (const { from: start, to: end } of [...roster.absences, ...roster.gaps]) moments.add(instantOf(start)).add(instantOf(end))
  return [...moments].sort()
}

function dutyFrom(roster: DutyRoster, calendar: WorkingCalendar, from: Instant, to: Instant): Duty {
  const day = dayOf(from)
  const stretches = [dayAfter(day, -1), day]
    .flatMap((one) => stretchesOf(roster, calendar, one))
    .filter((stretch) => stretch.from <= from && from < stretch.to)
  const planned = [...new Set(stretches.flatMap(({ shift }) => shift.people))]
  const people = [...new Set(planned.flatMap((who) => standIn(roster, who, from) ?? []))]
  const shifts = stretches.map(({ shift }) => shift.name)
  if (people.length > 0) return { from, to, people, shifts, why: stretches.find(({ unsure }) => unsure !== null)?.unsure ?? null, accepted: false }
  const gap = roster.gaps.find((one) => instantOf(one.from) <= from && from < instantOf(one.to))
  return { from, to, people, shifts, why: gap?.reason ?? whyNobody(roster, planned, from), accepted: gap !== undefined }
}

function whyNobody(roster: DutyRoster, planned: readonly string[], at: Instant): string {
  if (planned.length === 0) return '此时没有班次'
  const reasons = planned.map((who) => `${who} ${absenceOf(roster, who, at)?.reason ?? ''}`.trim())
  return `应值班的都不在岗且无人替班：${reasons.join('；')}`
}

/** Who stands in for a person: himself when he is there, the substitute's own substitute when that one is absent; null for nobody. */
function standIn(roster: DutyRoster, who: string, at: Instant): string | null {
  const seen = new Set<string>()
  for (let one: string | null = who; one !== null && !seen.has(one);) {
    seen.add(one)
    const absence = absenceOf(roster, one, at)
    if (absence === undefined) return one
    one = absence.substitute
  }
  return null
}

function absenceOf(roster: DutyRoster, who: string, at: Instant): Absence | undefined {
  return roster.absences.find((absence) => absence.who === who && instantOf(absence.from) <= at && at < instantOf(absence.to))
}

/* ---- which shifts a day has ---- */

interface Stretch {
  readonly shift: Shift
  readonly from: Instant
  readonly to: Instant
  /** Said where the calendar of the year is missing. */
  readonly unsure: string | null
}

function stretchesOf(roster: DutyRoster, calendar: WorkingCalendar, day: Day): Stretch[] {
  const { shifts, unsure } = shiftsOn(roster, calendar, day)
  return shifts.map((shift) => ({
    shift,
    from: momentOf(day, shift.from),
    to: momentOf(shift.to > shift.from ? day : dayAfter(day), shift.to),
    unsure
  }))
}

/**
 * Where the calendar of the year is missing, the shifts of every kind that the day may be are on together, and it is said: to call
 * one too many is no harm, to guess wrong leaves nobody.
 */
function shiftsOn(roster: DutyRoster, calendar: WorkingCalendar, day: Day): { shifts: readonly Shift[]; unsure: string | null } {
  const kind = dayKind(calendar, day)
  if (kind !== null) return { shifts: shiftsOf(roster, kind, day), unsure: null }
  const possible = (isWeekend(day) ? (['workday', 'weekend', 'holiday'] as const) : (['workday', 'holiday'] as const)).map((one) =>
    shiftsOf(roster, one, day)
  )
  const all = roster.shifts.filter((shift) => possible.some((shifts) => shifts.includes(shift)))
  const same = possible.every((shifts) => shifts.length === all.length)
  return { shifts: all, unsure: same ? null : `没有 ${day.slice(0, 4)} 年的节假日表，各种可能的班次同时值班` }
}

/**
 * What a holiday is called decides before the weekday: a roster with shifts for holidays has those alone on one, and a 调休 weekend
 * those for workdays. Without them the day goes by what it is otherwise, last by its weekday.
 */
function shiftsOf(roster: DutyRoster, kind: DayKind, day: Day): readonly Shift[] {
  const weekday = weekdayOf(day)
  const saying = (...names: readonly Shift['on'][number][]): Shift[] => roster.shifts.filter(({ on }) => on.some((name) => names.includes(name)))
  if (kind === 'holiday') return firstOf(saying('holiday'), saying('weekend'), saying(weekday))
  if (kind === 'workday') return isWeekend(day) ? firstOf(saying('workday'), saying(weekday)) : saying('workday', weekday)
  return saying('weekend', weekday)
}

function firstOf(...choices: readonly Shift[][]): Shift[] {
  return choices.find((shifts) => shifts.length > 0) ?? []
}

/** `2026-10-01 08:30` of a roster as a moment. */
function instantOf(wallTime: string): Instant {
  return momentOf(wallTime.slice(0, 10), wallTime.slice(11))
}

/** `10月1日 08:30 至 10月2日 08:30` of a duty, for warnings. */
export function stretchWords({ from, to }: Pick<Duty, 'from' | 'to'>): string {
  return `${chinaWallTime(from)} 至 ${chinaWallTime(to)}`
}
