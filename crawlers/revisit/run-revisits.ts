import { setMaxListeners } from 'node:events'
import { WanglouError } from '../../core/errors.ts'
import { fetchFaultClass } from '../../core/fetch-fault-class.ts'
import { minuteMs } from '../../core/instant.ts'
import type { Running } from '../../core/ports.ts'
import type { CrawlerDeps } from '../run.ts'
import { visitBeside } from '../visit.ts'
import { chooseRevisits, type Candidate } from './choose.ts'
import { keepState, readFollowed, type FollowDeps, type Followed } from './followed.ts'
import { HourBudget } from './hour-budget.ts'
import { observationOf } from './observation.ts'
import type { Look } from './revisit.ts'
import { afterLook, type Looked } from './rhythm.ts'
import { Witness } from './witness.ts'

export interface RevisitDeps extends CrawlerDeps, FollowDeps {
  readonly crawl: CrawlerDeps['crawl']
  /** Real milliseconds between two rounds, and between two readings of what is open. */
  readonly roundMs?: number
  readonly refreshMs?: number
}

const lease = { name: 'revisits', ms: 30_000 }
const atOnce = 4

/**
 * 复访: posts of open incidents are looked at again on the rhythm of their growth, by one process at a time. What a look brings is an observation
 * like any other. `idle` says nothing of it: there is always a next look.
 */
export function startRevisits(deps: RevisitDeps): Running {
  const { settings, clock, logger } = deps
  const stop = new AbortController()
  setMaxListeners(0, stop.signal)
  const sources = new Map(deps.sources.map((source) => [source.id, source]))
  const budget = new HourBudget({ ofHost: settings.mostPerHostAnHour, inAll: settings.mostAnHour })
  const witness = new Witness()
  /** What a kind wants to know at its next look, by source. */
  const memories = new Map<string, Map<string, string>>()
  let followed = new Map<string, Followed>()
  let readAtMs = Number.NEGATIVE_INFINITY
  let wake: (() => void) | null = null

  function memoryOf(sourceId: string): Map<string, string> {
    const memory = memories.get(sourceId) ?? new Map<string, string>()
    memories.set(sourceId, memory)
    return memory
  }

  async function round(): Promise<void> {
    const nowMs = clock.elapsedMs()
    if (Math.abs(nowMs - readAtMs) >= (deps.refreshMs ?? 2 * minuteMs)) {
      followed = await readFollowed(deps, sources, followed)
      readAtMs = nowMs
    }
    const candidates = [...followed].map(([id, { way, state, urgency }]): Candidate => ({ id, host: way.host, state, urgency }))
    const ofHost = (host: string): number => budget.leftOf(host, nowMs)
    const chosen = chooseRevisits(candidates, clock.now(), { atOnce: Math.min(atOnce, budget.left(nowMs)), ofHost })
    await Promise.all(chosen.flatMap(({ id }) => followed.get(id) ?? []).map(lookAgain))
  }

  async function lookAgain(one: Followed): Promise<void> {
    const { way, stored } = one
    const { mention } = stored
    budget.spend(way.host, clock.elapsedMs())
    const visit = visitBeside(deps, way.source, memoryOf(way.source.id), stop.signal)
    let looked: Looked
    try {
      const look = await way.look(visit, mention)
      budget.answered(way.host)
      const { observation, means } = observationOf(look, mention, { now: clock.now(), confirmed: isConfirmed(one, look) })
      if (observation !== null) await visit.emit([observation])
      if (observation !== null) followed.set(mention.id, { ...one, stored: { ...stored, mention: observation } })
      looked = means
    } catch (error) {
      if (stop.signal.aborted) return
      looked = { kind: 'failed' }
      heldBy(way.host, error)
      logger.warn({ mentionId: mention.id, reason: error instanceof Error ? error.message : String(error) }, 'mention not seen again')
    }
    const state = afterLook(one.state, looked, clock.now(), settings)
    await keepState(deps, mention, state)
    const current = followed.get(mention.id)
    if (current !== undefined) current.state = state
  }

  function isConfirmed({ way, state, stored }: Followed, look: Look): boolean {
    if (look.kind === 'seen') witness.seen(way.host)
    return look.kind === 'missing' && witness.confirms(way.host, stored.mention.id, state.missing)
  }

  function heldBy(host: string, error: unknown): void {
    const asked = error instanceof WanglouError ? (error.metadata['cooldownMs'] ?? error.metadata['retryAfterMs']) : null
    if (fetchFaultClass(error) === 'blocked') budget.hold(host, clock.elapsedMs(), typeof asked === 'number' ? asked : null)
  }

  async function rest(ms: number): Promise<void> {
    if (stop.signal.aborted) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async function loop(): Promise<void> {
    const roundMs = deps.roundMs ?? 2000
    while (!stop.signal.aborted) {
      try {
        const held = await deps.leases.acquire(lease.name, deps.holder, clock.elapsedMs(), lease.ms)
        if (held === null) {
          // Another process looks; what is remembered here grows old.
          followed = new Map()
          readAtMs = Number.NEGATIVE_INFINITY
        } else await withLease(deps, round)
      } catch (error) {
        logger.error({ reason: String(error) }, 'revisits not done; tried again')
        await rest(Math.max(roundMs, 5000))
      }
      await rest(roundMs)
    }
    await deps.leases.release(lease.name, deps.holder).catch(() => undefined)
  }

  const running = loop()
  return {
    async close() {
      stop.abort()
      wake?.()
      await running
    }
  }
}

/** Renews the lease while a round lasts longer than it: a host may be slow. */
async function withLease({ leases, holder, clock }: RevisitDeps, work: () => Promise<void>): Promise<void> {
  const timer = setInterval(() => void leases.acquire(lease.name, holder, clock.elapsedMs(), lease.ms).catch(() => undefined), lease.ms / 3)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
}
