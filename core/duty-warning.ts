import { dayAfter, dayOf, momentOf, type Day } from './china-day.ts'
import { dutiesBetween, stretchWords, type Duty, type DutyBook, type DutyRoster } from './duty-roster.ts'
import type { Contact } from './department.ts'
import type { Reach } from './escalation.ts'
import { recipients, rosterOf } from './escalation-recipients.ts'
import type { Instant } from './instant.ts'
import type { EscalationStep } from './policy.ts'

/** What the night before is told from. */
export interface NightWatch {
  readonly duty: DutyBook
  readonly contacts: readonly Contact[]
  /** The ladder of incidents that open from now on. */
  readonly steps: readonly EscalationStep[]
  /** Channels that are on, by id. */
  readonly channels: Readonly<Record<string, Reach>>
}

/** 前夜提醒: what is wrong with a roster until the end of tomorrow. */
export interface DutyWarning {
  /** Tomorrow; one warning a roster and day. */
  readonly day: Day
  /** One for each stretch and reason. */
  readonly lines: readonly string[]
}

/**
 * What the night before must be told of a roster: until the end of tomorrow, when nobody is on duty and nobody accepted that, whose
 * duty is not sure, and which steps of the ladder nobody could be reached on. Null before `warnAt` of the day, and where all is in
 * order. Depends on configuration and moment alone, so that asking again the same evening says the same.
 */
export function nightBeforeWarning(roster: DutyRoster, watch: NightWatch, now: Instant): DutyWarning | null {
  const today = dayOf(now)
  const from = momentOf(today, roster.warnAt)
  if (now < from) return null
  const day = dayAfter(today)
  const lines = dutiesBetween(roster, watch.duty.calendar, from, momentOf(dayAfter(day), '00:00')).flatMap((duty) => [
    ...dutyLines(duty),
    ...unreachedLines(roster, duty, watch)
  ])
  return lines.length === 0 ? null : { day, lines }
}

function dutyLines(duty: Duty): string[] {
  if (duty.why === null || duty.accepted) return []
  return [`${stretchWords(duty)} ${duty.people.length === 0 ? '无人值班' : '值班人未定'}：${duty.why}`]
}

/** Somebody is on duty, and yet no channel of the step reaches anybody it names. */
function unreachedLines(roster: DutyRoster, duty: Duty, watch: NightWatch): string[] {
  if (duty.people.length === 0) return []
  return watch.steps
    .filter((step) => step.to.some((to) => rosterOf(to) === roster.id) && !reachesAnybody(step, duty.from, watch))
    .map(
      (step) => `${stretchWords(duty)} 升级步骤 ${step.id} 无人可达：${duty.people.join('、')} 在 ${step.channels.join('、')} 上没有地址或渠道未启用`
    )
}

function reachesAnybody(step: EscalationStep, now: Instant, { duty, contacts, channels }: NightWatch): boolean {
  const { contacts: named } = recipients(step.to, { departments: [], contacts, duty, now })
  return named.some((contact) =>
    step.channels.some((channel) => {
      const way = channels[channel]?.(contact)
      return way !== undefined && !('unreachable' in way)
    })
  )
}
