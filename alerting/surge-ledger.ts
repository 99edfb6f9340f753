import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../core/clock.ts'
import type { CrawlState, Leases } from '../core/ports.ts'
import { emptyLedger, SurgeLedger } from '../core/surge.ts'

export interface LedgerDeps {
  readonly crawl: Pick<CrawlState, 'cursor' | 'setCursor'>
  readonly leases: Leases
  readonly clock: Clock
  readonly holder: string
}

export interface Ledgers {
  /**
   * Reads a person's ledger, lets `change` decide, and writes it before it resolves; nobody else of any process comes between.
   * Null when another process kept it too long: try again later.
   */
  change<Result>(
    contactId: string,
    change: (ledger: SurgeLedger) => { readonly ledger: SurgeLedger; readonly result: Result }
  ): Promise<Result | null>
  read(contactId: string): Promise<SurgeLedger>
}

/** Kept where crawlers keep their cursors; no source can have this id. */
const place = '@surge'
const leaseMs = 5000
const mostWaitMs = 2000
const lookEveryMs = 25

export function createLedgers({ crawl, leases, clock, holder }: LedgerDeps): Ledgers {
  const inHand = new Map<string, Promise<unknown>>()

  async function read(contactId: string): Promise<SurgeLedger> {
    const stored = await crawl.cursor(place, contactId)
    return stored === null ? emptyLedger : SurgeLedger.parse(JSON.parse(stored))
  }

  async function hold(name: string): Promise<boolean> {
    // Counted, not timed: a clock that is set back must keep no notice waiting.
    for (let looks = 0; looks < mostWaitMs / lookEveryMs; looks++) {
      if ((await leases.acquire(name, holder, clock.elapsedMs(), leaseMs)) !== null) return true
      await pause(lookEveryMs)
    }
    return false
  }

  async function changed<Result>(contactId: string, change: Parameters<Ledgers['change']>[1]): Promise<Result | null> {
    const name = `${place}:${contactId}`
    if (!(await hold(name))) return null
    try {
      const before = await read(contactId)
      const { ledger, result } = change(before)
      if (ledger !== before) await crawl.setCursor(place, contactId, JSON.stringify(ledger))
      return result as Result
    } finally {
      await leases.release(name, holder)
    }
  }

  return {
    read,
    /** Within this process one after the other: the lease tells processes apart, not tries. */
    change<Result>(contactId: string, change: Parameters<Ledgers['change']>[1]) {
      const before = inHand.get(contactId) ?? Promise.resolve()
      const mine = before.catch(() => undefined).then(() => changed<Result>(contactId, change))
      inHand.set(contactId, mine)
      const forget = (): void => {
        if (inHand.get(contactId) === mine) inHand.delete(contactId)
      }
      mine.then(forget, forget)
      return mine
    }
  }
}
