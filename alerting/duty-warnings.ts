import type { Clock } from '../core/clock.ts'
import type { Contact } from '../core/department.ts'
import type { DutyBook, DutyRoster } from '../core/duty-roster.ts'
import { nightBeforeWarning, type DutyWarning } from '../core/duty-warning.ts'
import { noticeId } from '../core/notice-id.ts'
import { recipients } from '../core/escalation-recipients.ts'
import { drillMark } from '../core/escalation-words.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import type { Instant } from '../core/instant.ts'
import type { Notice } from '../core/notice.ts'
import type { EscalationStep } from '../core/policy.ts'
import type { Logger, NoticeStore } from '../core/ports.ts'
import type { Channel } from './channels/channel.ts'

export interface DutyWarningsDeps {
  readonly notices: Pick<NoticeStore, 'request'>
  readonly contacts: readonly Contact[]
  readonly duty: DutyBook
  readonly steps: readonly EscalationStep[]
  readonly channels: Readonly<Record<string, Pick<Channel, 'reach'>>>
  readonly clock: Clock
  readonly logger: Logger
  readonly sha256: Sha256
  readonly drill: boolean
  readonly requested: () => void
}

/** How often a roster is looked at: a warning of tomorrow may be a minute late. */
const lookEveryMs = 60_000

/**
 * 前夜提醒: a gap of tomorrow is told the evening before, once. The ids of its notices follow from roster, day and gaps, so that a
 * restart or a second replica tells nothing twice. Returns how many were new.
 */
export function createDutyWarnings(deps: DutyWarningsDeps): { look(): Promise<number> } {
  const told = new Set<string>()
  let lookedElapsedMs = Number.NEGATIVE_INFINITY
  return {
    async look() {
      const { clock, duty, notices } = deps
      // The civil clock of a drill runs faster: a minute of its own time counts there.
      if ((clock.elapsedMs() - lookedElapsedMs) * clock.speed < lookEveryMs) return 0
      lookedElapsedMs = clock.elapsedMs()
      const now = clock.now()
      let added = 0
      for (const roster of duty.rosters) {
        const warning = nightBeforeWarning(roster, watchOf(deps), now)
        if (warning === null || told.has(keyOf(roster, warning))) continue
        const asked = noticesOf(deps, roster, warning, now)
        if (asked.length === 0) deps.logger.error({ roster: roster.id, gaps: warning.lines }, 'a roster has gaps tomorrow and nobody can be told')
        added += (await notices.request(asked)).length
        told.add(keyOf(roster, warning))
      }
      if (added > 0) deps.requested()
      return added
    }
  }
}

/** The same gaps are told once; others that a new configuration brings are news. */
function keyOf(roster: DutyRoster, { day, lines }: DutyWarning): string {
  return [roster.id, day, ...lines].join('\n')
}

function watchOf({ duty, contacts, steps, channels }: DutyWarningsDeps): Parameters<typeof nightBeforeWarning>[1] {
  return { duty, contacts, steps, channels: Object.fromEntries(Object.entries(channels).map(([name, { reach }]) => [name, reach])) }
}

function noticesOf(deps: DutyWarningsDeps, roster: DutyRoster, warning: DutyWarning, now: Instant): Notice[] {
  const subject = { kind: 'system' as const, id: `roster:${roster.id}` }
  const reason = `duty:${warning.day}`
  const mark = deps.drill ? drillMark : ''
  const { contacts } = recipients(roster.warn.to, { departments: [], contacts: deps.contacts, duty: deps.duty, now })
  return contacts.flatMap((contact) =>
    roster.warn.channels.flatMap((channel): Notice[] => {
      const way = deps.channels[channel]?.reach(contact)
      if (way === undefined || 'unreachable' in way) return []
      return [
        {
          id: noticeId(deps.sha256, subject, keyOf(roster, warning), 0, contact.id, channel),
          subject,
          reason,
          round: 0,
          recipient: { contactId: contact.id, name: contact.name, role: contact.role, departmentId: contact.departmentId, address: way.address },
          channel,
          grade: null,
          title: `${mark}值班缺口：${roster.name} ${warning.day}`,
          body: [
            `${mark}值班表“${roster.name}”到明日结束前有缺口，届时将跳过无人可达的升级步骤：`,
            ...warning.lines,
            '请今晚安排替班，改好配置后重启；确属停班的写进 gaps。',
            `依据：${roster.source}`
          ].join('\n'),
          link: null,
          requestedAt: now,
          fetchedElapsedMs: null,
          drill: deps.drill
        }
      ]
    })
  )
}
