import { sha256, strongRandom } from '../../adapters/hash.ts'
import type { Channel } from '../../alerting/channels/channel.ts'
import { dashboardChannel } from '../../alerting/channels/dashboard.ts'
import { createGate } from '../../alerting/gate.ts'
import { createPlaceBack } from '../../alerting/place-back.ts'
import { startOutbox } from '../../alerting/outbox.ts'
import { createLedgers } from '../../alerting/surge-ledger.ts'
import { createWaitingNotices } from '../../alerting/waiting-notices.ts'
import { addMute } from '../../core/mute-book.ts'
import type { Mute } from '../../core/mute.ts'
import type { Notice, NoticeRow } from '../../core/notice.ts'
import type { CrawlState, FrontierItem, Leases } from '../../core/ports.ts'
import type { SurgePolicy } from '../../core/surge.ts'
import { addMs, type Instant } from '../../core/instant.ts'
import { ManualClock } from './alerting-clock.ts'
import { noticeFor, until } from './alerting-notices.ts'
import { MemoryNotices, RecordingLogger } from './alerting-stores.ts'
import { at, officer } from './incidents.ts'
import { RacingIncidentStore } from './racing-incident-store.ts'

/** What crawlers remember, in maps: cursors, and items that are made once, listed and finished. */
export class MemoryShelf implements Pick<CrawlState, 'cursor' | 'setCursor' | 'enqueue' | 'pending' | 'finish'> {
  readonly cursors = new Map<string, string>()
  readonly items = new Map<string, { readonly item: FrontierItem; done: boolean }>()

  cursor(sourceId: string, name: string): Promise<string | null> {
    return Promise.resolve(this.cursors.get(`${sourceId}/${name}`) ?? null)
  }

  setCursor(sourceId: string, name: string, value: string): Promise<void> {
    this.cursors.set(`${sourceId}/${name}`, value)
    return Promise.resolve()
  }

  enqueue(sourceId: string, items: readonly FrontierItem[]): Promise<readonly FrontierItem[]> {
    const fresh = items.filter(({ key }) => !this.items.has(`${sourceId}/${key}`))
    for (const item of fresh) this.items.set(`${sourceId}/${item.key}`, { item, done: false })
    return Promise.resolve(fresh)
  }

  pending(sourceId: string): Promise<readonly FrontierItem[]> {
    const own = [...this.items].filter(([key, { done }]) => key.startsWith(`${sourceId}/`) && !done)
    return Promise.resolve(own.map(([, { item }]) => item))
  }

  finish(sourceId: string, key: string): Promise<void> {
    const kept = this.items.get(`${sourceId}/${key}`)
    if (kept !== undefined) kept.done = true
    return Promise.resolve()
  }
}

/** Leases in a map. */
export class MemoryLeases implements Leases {
  readonly #held = new Map<string, { readonly holder: string; readonly until: number }>()

  acquire(name: string, holder: string, nowElapsedMs: number, leaseMs: number): Promise<{ readonly fence: number } | null> {
    const held = this.#held.get(name)
    if (held !== undefined && held.holder !== holder && held.until > nowElapsedMs) return Promise.resolve(null)
    this.#held.set(name, { holder, until: nowElapsedMs + leaseMs })
    return Promise.resolve({ fence: 1 })
  }

  release(name: string, holder: string): Promise<void> {
    if (this.#held.get(name)?.holder === holder) this.#held.delete(name)
    return Promise.resolve()
  }
}

export interface Sent {
  readonly at: Instant
  readonly row: NoticeRow
}

/** Stores that outlive processes, and processes on them that send, hold and gather. */
export class SurgeWorld {
  readonly notices = new MemoryNotices()
  readonly shelf = new MemoryShelf()
  readonly leases = new MemoryLeases()
  readonly incidents = new RacingIncidentStore()
  readonly logger = new RecordingLogger()
  readonly clock: ManualClock
  readonly sent: Sent[] = []
  readonly surge: SurgePolicy | null
  /** Channels that refuse everything. */
  readonly refusing = new Set<string>()
  readonly #closing: { close(): Promise<void> }[] = []
  #number = 0

  constructor(surge: SurgePolicy | null, start = at('12:00')) {
    this.surge = surge
    this.clock = new ManualClock(start)
  }

  /** A process of its own. It sends until it is closed; what waits is looked at by `look`. */
  process(holder = 'a'): { look(): Promise<number>; close(): Promise<void> } {
    const { clock, logger, notices } = this
    const mail: Channel = {
      reach: () => ({ address: 'x' }),
      send: (row) => {
        if (this.refusing.has(row.notice.channel)) return Promise.resolve({ outcome: 'refused', reason: '机器人已被移除' })
        this.sent.push({ at: clock.now(), row })
        return Promise.resolve({ outcome: 'accepted', receipt: 'ok' })
      },
      close: () => Promise.resolve()
    }
    const channels = { dashboard: dashboardChannel(), mail, sms: mail }
    const ledgers = createLedgers({ crawl: this.shelf, leases: this.leases, clock, holder })
    const shared = { ledgers, crawl: this.shelf, incidents: this.incidents, channels, surge: this.surge, clock, logger }
    const notReceived = createPlaceBack({ ledgers, logger })
    const gate = createGate(shared)
    const outbox = startOutbox({ notices, channels, clock, logger, random: strongRandom, holder, pollMs: 2, gate, notReceived })
    this.#closing.push(outbox)
    const waiting = createWaitingNotices({ ...shared, notices, sha256, drill: false, requested: () => outbox.wake() })
    return { look: () => waiting.look(), close: () => outbox.close() }
  }

  async close(): Promise<void> {
    for (const one of this.#closing.splice(0)) await one.close()
  }

  /** Notices to the desk by mail, one a millisecond. */
  async ask(count: number, more: Parameters<typeof noticeFor>[1] = {}): Promise<Notice[]> {
    const asked = Array.from({ length: count }, () => {
      this.#number += 1
      const requestedAt = addMs(this.clock.now(), this.#number)
      return noticeFor(`n${this.#number}`, { channel: 'mail', grade: 'III', title: `Ⅲ●较大｜第 ${this.#number} 条`, requestedAt, ...more })
    })
    await this.notices.request(asked)
    return asked
  }

  /** Until nothing is queued or in hand that could go now. */
  async settled(): Promise<void> {
    await until(() =>
      [...this.notices.held.values()].every(
        ({ row }) => row.state !== 'sending' && (row.state !== 'queued' || (row.nextTryElapsedMs ?? 0) > this.clock.elapsedMs())
      )
    )
  }

  count(state: NoticeRow['state']): number {
    return [...this.notices.held.values()].filter(({ row }) => row.state === state).length
  }

  async mute(scope: Mute['scope'], minutes: number, more: Partial<Mute> = {}): Promise<Mute> {
    const from = this.clock.now()
    const mute: Mute = {
      id: `mute-${JSON.stringify(scope)}`,
      scope,
      about: '测试',
      reason: '已在会上处理',
      by: officer,
      from,
      until: addMs(from, minutes * 60_000),
      ...more
    }
    await addMute(this.shelf, mute)
    return mute
  }
}
