import { setMaxListeners } from 'node:events'
import { hasPassed } from '../core/clock.ts'
import { minuteMs, msBetween, type Instant } from '../core/instant.ts'
import type { EventLog, Leases, Running } from '../core/ports.ts'
import type { Source, SourceHealth } from '../core/source.ts'
import { neverVisited } from '../core/never-visited.ts'
import { createHostLeases, type HostLease } from './host-leases.ts'
import { isDue, nextVisitAt } from './schedule.ts'
import { chooseTurns, mostVisits, type Waiting } from './turns.ts'
import { visitSource, type VisitDeps } from './visit.ts'

export interface CrawlerDeps extends VisitDeps {
  readonly sources: readonly Source[]
  /** Ids that a person paused; asked every few seconds. */
  readonly paused?: () => Promise<ReadonlySet<string>>
  readonly log: EventLog
  readonly leases: Leases
  /** Names this process among those that crawl. */
  readonly holder: string
  /** Told when a visit begins: how many real milliseconds after it was due. */
  readonly began?: (source: Source, delayMs: number) => void
}

interface Watched {
  readonly source: Source
  readonly host: string
  readonly memory: Map<string, string>
  health: SourceHealth
  nextAt: Instant
  /** Real moment before which it is left alone. */
  notBeforeElapsedMs: number
  running: Promise<void> | null
  visits: number
  slow: boolean
}

const loadedAtOnce = 20
const longestNapMs = 500
const planEveryMs = 1000
const pausedEveryMs = 3000
const shortestNapMs = 5
const firstBackOffMs = 100
const longestBackOffMs = 30_000
/** A visit that took longer counts as slow at the next turn. */
const slowVisitMs = 20_000
/** A source that another process is visiting is looked at again after that. */
const othersMs = 3_000
/** Reliability rule: what is in hand is finished or handed back within this. */
const closeWithinMs = 9_000

/**
 * Watches every enabled source by its pace in civil time, alone or beside other processes. A source that fails, hangs or answers nonsense
 * has a health row and stops nothing else. `idle` is true once each source was visited and nothing waits to be fetched.
 */
export function startCrawlers(deps: CrawlerDeps): Running & { idle(): boolean } {
  const stop = new AbortController()
  // One listener a fetch under way.
  setMaxListeners(0, stop.signal)
  const leases = createHostLeases(deps)
  const watched: Watched[] = []
  let ready = false
  let plannedElapsedMs = 0
  let paused: ReadonlySet<string> = new Set()
  let pausedElapsedMs = 0
  let nap: { end: () => void } | null = null

  async function load(): Promise<void> {
    const known = new Map((await deps.crawl.health()).map((health) => [health.sourceId, health]))
    const now = deps.clock.now()
    // One after the other, hundreds would begin seconds late; all at once, whatever else this process does would wait for them.
    const loaded: (Watched | null)[] = []
    for (let from = 0; from < deps.sources.length; from += loadedAtOnce) {
      const some = deps.sources.slice(from, from + loadedAtOnce)
      loaded.push(...(await Promise.all(some.map((source) => loadOne(source, known.get(source.id), now)))))
    }
    watched.push(...loaded.filter((entry) => entry !== null))
    ready = true
  }

  async function loadOne(source: Source, stored: SourceHealth | undefined, now: Instant): Promise<Watched | null> {
    if (!source.enabled) {
      if (stored !== undefined && stored.state !== 'off') await deps.crawl.putHealth({ ...stored, state: 'off' })
      return null
    }
    const health = stored ?? neverVisited(source.id)
    if (stored === undefined) await deps.crawl.putHealth(health)
    const wait = Number((await deps.crawl.cursor(source.id, 'not-before')) ?? 0)
    return {
      source,
      host: new URL(source.url).host,
      memory: new Map(),
      health,
      nextAt: nextVisitAt(source, health, now),
      notBeforeElapsedMs: wait,
      running: null,
      visits: 0,
      slow: false
    }
  }

  async function visit(entry: Watched): Promise<void> {
    let lease: HostLease | null = null
    try {
      lease = await leases.take(entry.host)
      if (lease === null) entry.notBeforeElapsedMs = deps.clock.elapsedMs() + othersMs
      else await visitUnder(lease, entry)
    } catch (error) {
      // The store failed; the visit left nothing half done, so it is simply due again.
      deps.logger.error({ sourceId: entry.source.id, reason: String(error) }, 'visit not recorded')
      entry.notBeforeElapsedMs = deps.clock.elapsedMs() + 1000
    } finally {
      await lease?.release().catch((error: unknown) => deps.logger.warn({ lease: lease?.name, reason: String(error) }, 'lease not given back'))
      entry.nextAt = nextVisitAt(entry.source, entry.health, deps.clock.now())
      entry.running = null
      nap?.end()
    }
  }

  /** Another process may have visited the source since we last looked: then its row is taken over, and not its turn. */
  async function visitUnder(lease: HostLease, entry: Watched): Promise<void> {
    const { source } = entry
    const stored = await deps.crawl.healthOf(source.id)
    if (stored !== null && stored.lastTriedAt !== entry.health.lastTriedAt) {
      entry.health = stored
      const wait = Number((await deps.crawl.cursor(source.id, 'not-before')) ?? 0)
      if (wait > deps.clock.elapsedMs() || !isDue(source, stored, deps.clock.now())) {
        entry.notBeforeElapsedMs = wait
        entry.visits += 1
        return
      }
    }
    const startedMs = deps.clock.elapsedMs()
    const signal = AbortSignal.any([stop.signal, lease.lost])
    setMaxListeners(0, signal)
    const { health, notBeforeElapsedMs } = await visitSource(deps, source, entry.health, entry.memory, signal)
    entry.slow = !signal.aborted && hasPassed(startedMs, slowVisitMs, deps.clock.elapsedMs())
    entry.visits += 1
    if (lease.lost.aborted) return
    const row = { ...health, lease: { name: lease.name, fence: lease.fence } }
    if (!(await deps.crawl.putHealth(row))) return
    entry.health = row
    if (notBeforeElapsedMs === null) return
    entry.notBeforeElapsedMs = notBeforeElapsedMs
    await deps.crawl.setCursor(source.id, 'not-before', String(notBeforeElapsedMs))
  }

  /** What a person paused is in force within seconds, in every process. */
  async function readPaused(): Promise<void> {
    const elapsedMs = deps.clock.elapsedMs()
    if (deps.paused === undefined || !hasPassed(pausedElapsedMs, pausedEveryMs, elapsedMs)) return
    pausedElapsedMs = elapsedMs
    paused = await deps.paused()
  }

  /** Each second, for the case that the clock was set back. */
  function planAgain(now: Instant, elapsedMs: number): void {
    if (!hasPassed(plannedElapsedMs, planEveryMs, elapsedMs)) return
    plannedElapsedMs = elapsedMs
    for (const entry of watched)
      if (entry.running === null && entry.health.lastTriedAt !== null) entry.nextAt = nextVisitAt(entry.source, entry.health, now)
  }

  function startDue(): void {
    const now = deps.clock.now()
    const elapsedMs = deps.clock.elapsedMs()
    planAgain(now, elapsedMs)
    const running = watched.filter((entry) => entry.running !== null)
    const waiting = watched.flatMap((entry) => {
      if (entry.running !== null || entry.notBeforeElapsedMs > elapsedMs || entry.nextAt > now || paused.has(entry.source.id)) return []
      const lateMs = msBetween(entry.nextAt, now)
      return [{ host: entry.host, slow: entry.slow, lateness: lateMs / (entry.source.intervalMinutes * minuteMs), lateMs, entry }]
    })
    for (const { entry, lateMs } of chooseTurns(waiting, running.map(turnOf))) {
      deps.began?.(entry.source, lateMs / deps.clock.speed)
      entry.running = visit(entry)
    }
  }

  function napMs(): number {
    const now = deps.clock.now()
    const elapsedMs = deps.clock.elapsedMs()
    let running = 0
    let wait = longestNapMs
    for (const entry of watched) {
      if (entry.running !== null) running += 1
      // One that is due already waits for a place; the end of a visit wakes us.
      else if (entry.nextAt > now) wait = Math.min(wait, msBetween(now, entry.nextAt) / deps.clock.speed)
      else if (entry.notBeforeElapsedMs > elapsedMs) wait = Math.min(wait, entry.notBeforeElapsedMs - elapsedMs)
    }
    return running >= mostVisits ? longestNapMs : Math.max(shortestNapMs, wait)
  }

  async function rest(ms: number): Promise<void> {
    if (stop.signal.aborted) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      nap = {
        end: () => {
          clearTimeout(timer)
          resolve()
        }
      }
    })
  }

  /** Ends only with the program: a store that is not there yet is asked again, since nobody would see that nothing is watched. */
  async function loop(): Promise<void> {
    let failures = 0
    while (!stop.signal.aborted) {
      try {
        if (!ready) await load()
        await readPaused()
        startDue()
        failures = 0
        await rest(napMs())
      } catch (error) {
        const waitMs = Math.min(longestBackOffMs, firstBackOffMs * 2 ** Math.min(10, failures))
        failures += 1
        deps.logger.error({ reason: String(error), failures, waitMs }, 'crawlers not started; tried again')
        await rest(waitMs)
      }
    }
  }

  const running = loop()
  return {
    idle: () =>
      ready &&
      watched.every(
        (entry) =>
          paused.has(entry.source.id) || (entry.running === null && (entry.visits > 0 || !isDue(entry.source, entry.health, deps.clock.now())))
      ),
    async close() {
      stop.abort()
      nap?.end()
      const inHand = Promise.all([running, ...watched.map((entry) => entry.running)])
      let timer: NodeJS.Timeout | undefined
      await Promise.race([
        inHand,
        new Promise((resolve) => {
          timer = setTimeout(resolve, closeWithinMs)
        })
      ])
      clearTimeout(timer)
      leases.close()
    }
  }
}

function turnOf({ host, slow }: Watched): Waiting {
  return { host, slow, lateness: 0 }
}
