import { z } from 'zod'
import type { Clock } from '../core/clock.ts'
import type { Contact } from '../core/department.ts'
import { noticeId } from '../core/notice-id.ts'
import { drillMark } from '../core/escalation-words.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import { chinaWallTime, Instant } from '../core/instant.ts'
import type { Notice } from '../core/notice.ts'
import type { CrawlState, Logger, NoticeStore } from '../core/ports.ts'
import type { SourceHealth } from '../core/source.ts'
import type { Channel } from './channels/channel.ts'

export interface BlindSourcesDeps {
  readonly crawl: Pick<CrawlState, 'health' | 'cursor' | 'setCursor'>
  readonly notices: Pick<NoticeStore, 'request'>
  readonly contacts: readonly Contact[]
  readonly channels: Readonly<Record<string, Pick<Channel, 'reach'>>>
  readonly to: { readonly roles: readonly string[]; readonly channels: readonly string[] }
  readonly sourceName: (sourceId: string) => string
  readonly clock: Clock
  readonly logger: Logger
  readonly sha256: Sha256
  readonly drill: boolean
  readonly requested: () => void
}

/** What was last told of a source; kept with its crawl state, so that a restart tells nothing twice. */
const Told = z.object({ state: z.enum(['blind', 'seeing']), period: z.number().int().nonnegative(), since: Instant })
type Told = z.infer<typeof Told>

const cursorName = 'alerting:told'

/** Silence is never read as calm: one notice when a source goes blind, one when it sees again. Returns how many were new. */
export function createBlindSources(deps: BlindSourcesDeps): { look(): Promise<number> } {
  const known = new Map<string, Told | null>()
  return {
    async look() {
      let added = 0
      for (const health of await deps.crawl.health()) {
        if (!known.has(health.sourceId))
          known.set(health.sourceId, readTold(deps, health.sourceId, await deps.crawl.cursor(health.sourceId, cursorName)))
        const before = known.get(health.sourceId) ?? null
        const next = nextTold(before, health, deps.clock.now())
        if (next === null) continue
        const created = await deps.notices.request(noticesOf(deps, health, next, before))
        await deps.crawl.setCursor(health.sourceId, cursorName, JSON.stringify(next))
        known.set(health.sourceId, next)
        added += created.length
      }
      if (added > 0) deps.requested()
      return added
    }
  }
}

function readTold({ logger }: BlindSourcesDeps, sourceId: string, text: string | null): Told | null {
  if (text === null) return null
  try {
    return Told.parse(JSON.parse(text))
  } catch (error) {
    logger.warn({ source: sourceId, error: String(error) }, 'what was told of a source cannot be read; it is told again')
    return null
  }
}

/** The change to tell, or null. A failing or quiet source has not recovered: only success or news ends a blindness. */
function nextTold(before: Told | null, health: SourceHealth, now: Instant): Told | null {
  if (health.state === 'blind' && before?.state !== 'blind') return { state: 'blind', period: (before?.period ?? 0) + 1, since: now }
  if ((health.state === 'ok' || health.state === 'quiet') && before?.state === 'blind') return { state: 'seeing', period: before.period, since: now }
  return null
}

function noticesOf(deps: BlindSourcesDeps, health: SourceHealth, told: Told, before: Told | null): Notice[] {
  const subject = { kind: 'source' as const, id: health.sourceId }
  const reason = told.state === 'blind' ? 'source:blind' : 'source:recovered'
  const recipients = deps.contacts.filter((contact) => deps.to.roles.includes(contact.role))
  return recipients.flatMap((contact) =>
    deps.to.channels.flatMap((channel): Notice[] => {
      const way = deps.channels[channel]?.reach(contact)
      if (way === undefined || 'unreachable' in way) return []
      return [
        {
          id: noticeId(deps.sha256, subject, reason, told.period, contact.id, channel),
          subject,
          reason,
          round: told.period,
          recipient: { contactId: contact.id, name: contact.name, role: contact.role, departmentId: contact.departmentId, address: way.address },
          channel,
          grade: null,
          ...wordsOf(deps, health, told, before),
          link: '/sources',
          requestedAt: told.since,
          fetchedElapsedMs: null,
          drill: deps.drill
        }
      ]
    })
  )
}

function wordsOf({ sourceName, drill }: BlindSourcesDeps, health: SourceHealth, told: Told, before: Told | null): { title: string; body: string } {
  const name = sourceName(health.sourceId)
  const mark = drill ? drillMark : ''
  const wall = (at: Instant | null): string => (at === null ? '从未' : `${chinaWallTime(at)}（+08:00）`)
  if (told.state === 'seeing') {
    return {
      title: `${mark}采集源恢复：${name}`,
      body: `${mark}采集源“${name}”已恢复采集。\n失明时段：${wall(before?.since ?? null)} 至 ${wall(told.since)}；其间的信息可能有遗漏，请回查。`
    }
  }
  return {
    title: `${mark}采集源失明：${name}`,
    body: [
      `${mark}采集源“${name}”已失明：这不表示平静，只表示我们看不见。`,
      `上次成功：${wall(health.lastOkAt)}；上次有新信息：${wall(health.lastNewAt)}`,
      `最近的错误：${health.lastError ?? '没有错误，但超过了正常的更新间隔'}`,
      '请查看来源页面，必要时改由人工巡查。'
    ].join('\n')
  }
}
