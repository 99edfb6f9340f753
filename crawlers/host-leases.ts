import type { Clock } from '../core/clock.ts'
import type { Leases, Logger } from '../core/ports.ts'
import { OneAtATime } from '../core/one-at-a-time.ts'

const leaseMs = 12_000
const renewEveryMs = 4_000

/** A host that this process alone visits, as long as `lost` is not aborted. */
export interface HostLease {
  readonly name: string
  /** Grows with each holder. */
  readonly fence: number
  /** Aborted when the lease was lost, or may have been: whatever is under way stops and writes nothing. */
  readonly lost: AbortSignal
  release(): Promise<void>
}

interface Held {
  readonly fence: number
  readonly lost: AbortController
  visits: number
  renewedElapsedMs: number
}

/**
 * Leases by host, not by source: so two processes never visit one source, and neither do they together ask a host faster than its pace. A
 * dead process's hosts are free 12 s later.
 */
export function createHostLeases(deps: { leases: Leases; holder: string; clock: Clock; logger: Logger }): {
  /** Null: another process has it. */
  take(host: string): Promise<HostLease | null>
  close(): void
} {
  const { leases, holder, clock, logger } = deps
  const held = new Map<string, Held>()
  const timer = setInterval(() => void renewAll(), renewEveryMs)
  timer.unref()

  /** A host's: who takes a lease while its release is under way would see it vanish beneath him. */
  const turns = new OneAtATime()

  async function renewAll(): Promise<void> {
    await Promise.all([...held].map(([name, one]) => turns.run(name, () => renew(name, one))))
  }

  async function renew(name: string, one: Held): Promise<void> {
    if (held.get(name) !== one) return
    const askedElapsedMs = clock.elapsedMs()
    try {
      const renewed = await leases.acquire(name, holder, askedElapsedMs, leaseMs)
      if (renewed?.fence === one.fence) one.renewedElapsedMs = askedElapsedMs
      else lose(name, one, 'taken over')
    } catch (error) {
      // Until it runs out it is ours, whether the store answers or not.
      if (clock.elapsedMs() - one.renewedElapsedMs >= leaseMs - renewEveryMs / 2) lose(name, one, String(error))
    }
  }

  function lose(name: string, one: Held, reason: string): void {
    if (held.get(name) === one) held.delete(name)
    if (one.lost.signal.aborted) return
    logger.warn({ lease: name, reason }, 'host lease lost; its visits stop')
    one.lost.abort()
  }

  async function take(name: string): Promise<HostLease | null> {
    const askedElapsedMs = clock.elapsedMs()
    const lease = await leases.acquire(name, holder, askedElapsedMs, leaseMs)
    if (lease === null) return null
    const known = held.get(name)
    if (known !== undefined && known.fence !== lease.fence) lose(name, known, 'taken over and had back')
    const one =
      known?.fence === lease.fence ? known : { fence: lease.fence, lost: new AbortController(), visits: 0, renewedElapsedMs: askedElapsedMs }
    one.renewedElapsedMs = askedElapsedMs
    one.visits += 1
    held.set(name, one)
    return {
      name,
      fence: lease.fence,
      lost: one.lost.signal,
      async release() {
        one.visits -= 1
        await turns.run(name, () => giveBack(name, one))
      }
    }
  }

  async function giveBack(name: string, one: Held): Promise<void> {
    if (one.visits > 0 || held.get(name) !== one) return
    held.delete(name)
    await leases.release(name, holder)
  }

  return {
    take: (host) => turns.run(`crawl:${host}`, () => take(`crawl:${host}`)),
    close() {
      clearInterval(timer)
    }
  }
}
