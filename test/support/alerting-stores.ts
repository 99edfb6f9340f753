import { ConflictError } from '../../core/errors.ts'
import type { Instant } from '../../core/instant.ts'
import type { Notice, NoticeRow } from '../../core/notice.ts'
import { advancedRow, farthestTryMs, requestedRow, settledRow } from '../../core/notice-row.ts'
import type { Mark, ProvenStage } from '../../core/notice-stage.ts'
import { releasedRow } from '../../core/released-row.ts'
import { atLeast, hasArrived } from '../../core/proven-stages.ts'
import type { AuditLog, ClaimedNotice, CrawlState, Logger, NoticeOutcome, NoticeStore } from '../../core/ports.ts'
import type { SourceHealth } from '../../core/source.ts'

interface Held {
  row: NoticeRow
  fence: number
  leasedUntil: number | null
}

/** The outbox as the port describes it, in a map: leases, fences, and 可能重复 for what was not settled in time. */
export class MemoryNotices implements NoticeStore {
  readonly held = new Map<string, Held>()
  /** How often a notice was asked for, new or not. */
  asked = 0

  request(notices: readonly Notice[]): Promise<readonly string[]> {
    this.asked += notices.length
    const fresh = notices.filter(({ id }) => !this.held.has(id))
    for (const notice of fresh) {
      this.held.set(notice.id, {
        row: requestedRow(notice),
        fence: 0,
        leasedUntil: null
      })
    }
    return Promise.resolve(fresh.map(({ id }) => id))
  }

  claim({ channels, nowElapsedMs, leaseMs, limit }: Parameters<NoticeStore['claim']>[0]): Promise<readonly ClaimedNotice[]> {
    const claimed: ClaimedNotice[] = []
    for (const held of this.held.values()) {
      if (claimed.length >= limit) break
      if (!channels.includes(held.row.notice.channel)) continue
      const expired = held.row.state === 'sending' && (held.leasedUntil ?? 0) <= nowElapsedMs
      const waitMs = (held.row.nextTryElapsedMs ?? 0) - nowElapsedMs
      const due = held.row.state === 'queued' && (waitMs <= 0 || waitMs > farthestTryMs)
      if (!expired && !due) continue
      held.fence++
      held.leasedUntil = nowElapsedMs + leaseMs
      held.row = { ...held.row, state: 'sending', attempts: held.row.attempts + 1, possibleDuplicate: held.row.possibleDuplicate || expired }
      claimed.push({ row: held.row, fence: held.fence })
    }
    return Promise.resolve(claimed)
  }

  settle(id: string, fence: number, outcome: NoticeOutcome): Promise<void> {
    const held = this.held.get(id)
    if (held === undefined || held.fence !== fence || held.row.state !== 'sending') return Promise.reject(new ConflictError('the fence is stale'))
    held.leasedUntil = null
    held.row = settledRow(held.row, outcome)
    return Promise.resolve()
  }

  advance(ids: readonly string[], stage: Parameters<NoticeStore['advance']>[1], mark: Mark): Promise<readonly string[]> {
    const changed = ids.filter((id) => {
      const held = this.held.get(id)
      const row = held === undefined ? null : advancedRow(held.row, stage, mark)
      if (held === undefined || row === null) return false
      held.row = row
      return true
    })
    return Promise.resolve(changed)
  }

  toStepUp(now: Instant, limit: number): Promise<readonly NoticeRow[]> {
    const rows = [...this.held.values()].map(({ row }) => row)
    const due = rows.filter(
      ({ state, stepUpAt, marks }) =>
        stepUpAt !== null && (stepUpAt <= now || state === 'dead') && state !== 'muted' && state !== 'digested' && !hasArrived(marks)
    )
    return Promise.resolve(due.slice(0, limit))
  }

  endStepUp(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const held = this.held.get(id)
      if (held !== undefined) held.row = { ...held.row, stepUpAt: null }
    }
    return Promise.resolve()
  }

  hold(id: string, fence: number, { state, reason }: Parameters<NoticeStore['hold']>[2]): Promise<void> {
    const held = this.held.get(id)
    if (held === undefined || held.fence !== fence || held.row.state !== 'sending') return Promise.reject(new ConflictError('the fence is stale'))
    held.leasedUntil = null
    held.row = { ...held.row, state, attempts: held.row.attempts - 1, detail: reason }
    return Promise.resolve()
  }

  release(ids: readonly string[], to: Parameters<NoticeStore['release']>[1]): Promise<void> {
    for (const held of ids.flatMap((id) => this.held.get(id) ?? [])) {
      if (held.row.state !== 'held' && held.row.state !== 'muted') continue
      held.row = releasedRow(held.row, to)
    }
    return Promise.resolve()
  }

  get(id: string): Promise<NoticeRow | null> {
    return Promise.resolve(this.held.get(id)?.row ?? null)
  }

  list({ subjectId, state, channel, limit }: Parameters<NoticeStore['list']>[0]): Promise<readonly NoticeRow[]> {
    const rows = [...this.held.values()]
      .map(({ row }) => row)
      .filter(
        (row) =>
          (subjectId === undefined || row.notice.subject.id === subjectId) &&
          (state === undefined || row.state === state) &&
          (channel === undefined || row.notice.channel === channel)
      )
    return Promise.resolve(rows.toReversed().slice(0, limit))
  }

  counts(): ReturnType<NoticeStore['counts']> {
    const rows = [...this.held.values()].map(({ row }) => row)
    const count = (test: (row: NoticeRow) => boolean): number => rows.filter(test).length
    const reached = (stage: ProvenStage): number => count(({ state }) => atLeast(stage).some((one) => one === state))
    return Promise.resolve({
      requested: rows.length,
      accepted: reached('accepted'),
      delivered: reached('delivered'),
      read: reached('read'),
      signed: reached('signed'),
      dead: count(({ state }) => state === 'dead'),
      possibleDuplicates: count(({ possibleDuplicate }) => possibleDuplicate)
    })
  }

  notices(): Notice[] {
    return [...this.held.values()].map(({ row }) => row.notice)
  }
}

export class RecordingAudit implements Pick<AuditLog, 'append'> {
  readonly batches: Parameters<AuditLog['append']>[0][] = []
  failing = false

  append(entries: Parameters<AuditLog['append']>[0]): Promise<void> {
    if (this.failing) return Promise.reject(new Error('disk full'))
    this.batches.push(entries)
    return Promise.resolve()
  }
}

/** Health that a test sets, and cursors that outlive what reads them. */
export class SettableCrawl implements Pick<CrawlState, 'health' | 'cursor' | 'setCursor'> {
  sources: SourceHealth[] = []
  readonly cursors = new Map<string, string>()

  health(): Promise<readonly SourceHealth[]> {
    return Promise.resolve(this.sources)
  }

  cursor(sourceId: string, name: string): Promise<string | null> {
    return Promise.resolve(this.cursors.get(`${sourceId}/${name}`) ?? null)
  }

  setCursor(sourceId: string, name: string, value: string): Promise<void> {
    this.cursors.set(`${sourceId}/${name}`, value)
    return Promise.resolve()
  }
}

export class RecordingLogger implements Logger {
  readonly lines: { level: string; fields: Readonly<Record<string, unknown>>; message: string }[] = []

  info(fields: Readonly<Record<string, unknown>>, message: string): void {
    this.lines.push({ level: 'info', fields, message })
  }

  warn(fields: Readonly<Record<string, unknown>>, message: string): void {
    this.lines.push({ level: 'warn', fields, message })
  }

  error(fields: Readonly<Record<string, unknown>>, message: string): void {
    this.lines.push({ level: 'error', fields, message })
  }
}
