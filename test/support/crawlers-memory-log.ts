import { createHash } from 'node:crypto'
import type { CrawlState, DeadLetters, EventLog, EvidenceStore, FrontierItem, Leases, LogRecord, Logger, Subscription } from '../../core/ports.ts'
import type { Mention } from '../../core/mention.ts'
import type { Topic } from '../../core/records.ts'
import type { SourceHealth } from '../../core/source.ts'
import { mayReplaceHealth } from '../../core/stored-health.ts'

/** A log that keeps what was appended; crawlers only append. */
export class MemoryLog implements EventLog {
  readonly records: LogRecord[] = []
  /** Appends fail as long as it says so. */
  broken: (() => boolean) | null = null

  async append(topic: Topic, records: readonly { readonly key: string; readonly value: string }[]): Promise<void> {
    if (this.broken?.() === true) throw new Error('the log is not there')
    for (const { key, value } of records) this.records.push({ topic, partition: 0, offset: this.records.length, key, value })
  }

  subscribe(): Subscription {
    throw new Error('crawlers do not subscribe')
  }

  async lag(): Promise<number> {
    return 0
  }

  async read(topic: Topic): Promise<readonly LogRecord[]> {
    return this.records.filter((record) => record.topic === topic)
  }

  mentions(): readonly Mention[] {
    return this.records.filter((record) => record.topic === 'mentions').map((record) => JSON.parse(record.value) as Mention)
  }
}

/** What a crawler remembers, outliving one `startCrawlers` as a store would. */
export class MemoryCrawlState implements CrawlState {
  readonly items = new Map<string, { item: FrontierItem; done: boolean; notBeforeMs: number }>()
  readonly cursors = new Map<string, string>()
  readonly rows = new Map<string, SourceHealth>()

  async enqueue(sourceId: string, items: readonly FrontierItem[]): Promise<readonly FrontierItem[]> {
    return items.filter((item) => {
      const key = `${sourceId} ${item.key}`
      if (this.items.has(key)) return false
      this.items.set(key, { item, done: false, notBeforeMs: 0 })
      return true
    })
  }

  async pending(sourceId: string, nowElapsedMs: number, limit: number): Promise<readonly FrontierItem[]> {
    const waiting = [...this.items].filter(([key, row]) => key.startsWith(`${sourceId} `) && !row.done && row.notBeforeMs <= nowElapsedMs)
    return waiting.slice(0, limit).map(([, row]) => row.item)
  }

  async finish(sourceId: string, key: string): Promise<void> {
    const row = this.items.get(`${sourceId} ${key}`)
    if (row !== undefined) row.done = true
  }

  async postpone(sourceId: string, key: string, notBeforeElapsedMs: number): Promise<void> {
    const row = this.items.get(`${sourceId} ${key}`)
    if (row === undefined) return
    row.notBeforeMs = notBeforeElapsedMs
    row.item = { ...row.item, tries: row.item.tries + 1 }
  }

  async cursor(sourceId: string, name: string): Promise<string | null> {
    return this.cursors.get(`${sourceId} ${name}`) ?? null
  }

  async setCursor(sourceId: string, name: string, value: string): Promise<void> {
    this.cursors.set(`${sourceId} ${name}`, value)
  }

  async health(): Promise<readonly SourceHealth[]> {
    return [...this.rows.values()]
  }

  async healthOf(sourceId: string): Promise<SourceHealth | null> {
    return this.rows.get(sourceId) ?? null
  }

  async putHealth(health: SourceHealth): Promise<boolean> {
    if (!mayReplaceHealth(this.rows.get(health.sourceId) ?? null, health)) return false
    this.rows.set(health.sourceId, health)
    return true
  }
}

export class MemoryEvidence implements EvidenceStore {
  readonly kept = new Map<string, Awaited<ReturnType<EvidenceStore['get']>>>()

  async put(bytes: Uint8Array, about: Parameters<EvidenceStore['put']>[1]): Promise<string> {
    const key = createHash('sha256').update(bytes).digest('hex')
    this.kept.set(key, { bytes, ...about })
    return key
  }

  async get(key: string): ReturnType<EvidenceStore['get']> {
    return this.kept.get(key) ?? null
  }
}

type Letter = Parameters<DeadLetters['put']>[0][number]

export class MemoryDeadLetters implements DeadLetters {
  readonly letters: Letter[] = []

  async put(letters: readonly Letter[]): Promise<void> {
    this.letters.push(...letters)
  }
}

export const silentLogger: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Leases of one process's memory, which several runs of crawlers can share. */
export class MemoryLeases implements Leases {
  readonly held = new Map<string, { holder: string | null; fence: number; untilMs: number }>()
  /** Acquiring fails for this holder, as for a process that is cut off. */
  cutOff: string | null = null

  async acquire(name: string, holder: string, nowElapsedMs: number, leaseMs: number): Promise<{ readonly fence: number } | null> {
    if (this.cutOff === holder) throw new Error('the store is not there')
    const lease = this.held.get(name)
    if (lease !== undefined && lease.holder !== null && lease.holder !== holder && lease.untilMs > nowElapsedMs) return null
    const fence = lease === undefined ? 1 : lease.holder === holder ? lease.fence : lease.fence + 1
    this.held.set(name, { holder, fence, untilMs: nowElapsedMs + leaseMs })
    return { fence }
  }

  async release(name: string, holder: string): Promise<void> {
    const lease = this.held.get(name)
    if (lease?.holder === holder) this.held.set(name, { ...lease, holder: null })
  }
}
