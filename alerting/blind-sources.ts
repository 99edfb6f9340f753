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
      const changes: Change[] = []
      for (const health of await deps.crawl.health()) {
        if (!known.has(health.sourceId))
          known.set(health.sourceId, readTold(deps, health.sourceId, await deps.crawl.cursor(health.sourceId, cursorName)))
        const before = known.get(health.sourceId) ?? null
        const told = nextTold(before, health, deps.clock.now())
        if (told !== null) changes.push({ health, told, before })
      }
      let added = 0
      for (const together of ['blind', 'seeing'].flatMap((state) => gather(changes.filter(({ told }) => told.state === state)))) {
        added += (await deps.notices.request(noticesOf(deps, together))).length
        for (const { health, told } of together) {
          await deps.crawl.setCursor(health.sourceId, cursorName, JSON.stringify(told))
          known.set(health.sourceId, told)
        }
      }
      if (added > 0) deps.requested()
      return added
    }
  }
}

interface Change {
  readonly health: SourceHealth
  readonly told: Told
  readonly before: Told | null
}

/** So many at one look are told as one. */
const manyAtOnce = 5

function gather(changes: readonly Change[]): readonly (readonly Change[])[] {
  return changes.length >= manyAtOnce ? [changes] : changes.map((change) => [change])
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

/** The change to tell, or null. A degraded source has not recovered: only success or news ends a blindness. */
function nextTold(before: Told | null, health: SourceHealth, now: Instant): Told | null {
  if (health.state === 'blind' && before?.state !== 'blind') return { state: 'blind', period: (before?.period ?? 0) + 1, since: now }
  if ((health.state === 'ok' || health.state === 'quiet') && before?.state === 'blind') return { state: 'seeing', period: before.period, since: now }
  return null
}

/** Of one source, or of those that changed at the same look; these are named by all of them, so that a crash in between doubles nothing. */
function noticesOf(deps: BlindSourcesDeps, changes: readonly Change[]): Notice[] {
  const [first] = changes
  if (first === undefined) return []
  const { health, told } = first
  const all = changes.map((change) => `${change.health.sourceId} ${change.told.period}`).join('\n')
  const subject = { kind: 'source' as const, id: changes.length === 1 ? health.sourceId : `@many-${deps.sha256(all).slice(0, 16)}` }
  const words = changes.length === 1 ? wordsOf(deps, first) : wordsOfMany(deps, changes, told)
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
          ...words,
          link: '/sources',
          requestedAt: told.since,
          fetchedElapsedMs: null,
          drill: deps.drill
        }
      ]
    })
  )
}

const mostNamed = 20

/** What would befall all sources at once, were it our own network or the process that crawls. */
function isOfNetwork({ health }: Change): boolean {
  return health.faultClass === 'network' || health.lastErrorCode === 'not-visited'
}

function wordsOfMany({ sourceName, drill }: BlindSourcesDeps, changes: readonly Change[], { state }: Told): { title: string; body: string } {
  const mark = drill ? drillMark : ''
  const named = changes.slice(0, mostNamed).map(({ health }) => sourceName(health.sourceId))
  const names = `${named.join('、')}${changes.length > mostNamed ? ` 等 ${changes.length} 个` : ''}`
  if (state === 'seeing')
    return { title: `${mark}${changes.length} 个采集源恢复`, body: `${mark}已恢复采集：${names}。\n其间的信息可能有遗漏，请回查。` }
  const errors = [...new Set(changes.map(({ health }) => health.lastErrorCode ?? 'silent'))].join('、')
  const ofNetwork = changes.filter(isOfNetwork).length
  return {
    title: `${mark}${changes.length} 个采集源同时失明`,
    body: [
      `${mark}同时失明：${names}。这不表示平静，只表示我们看不见。`,
      ofNetwork === changes.length
        ? `多个源同时失明，都是网络故障或无人采集（${errors}），多半是本机网络或采集进程的问题，请先查网络，再看来源页面。`
        : `原因不止一种（${errors}），其中 ${ofNetwork} 个是网络故障或无人采集，请逐个看来源页面。`
    ].join('\n')
  }
}

function wordsOf({ sourceName, drill }: BlindSourcesDeps, { health, told, before }: Change): { title: string; body: string } {
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
