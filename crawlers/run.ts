import { setMaxListeners } from 'node:events'
import type { Clock } from '../core/clock.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import { msBetween } from '../core/instant.ts'
import type { CrawlState, DeadLetters, EventLog, EvidenceStore, Fetch, Logger, Running } from '../core/ports.ts'
import type { Source, SourceHealth } from '../core/source.ts'
import type { ReadArticle, ReadSecret } from './crawler.ts'
import { neverVisited } from './health.ts'
import { isDue, nextVisitAt } from './schedule.ts'
import { visitSource } from './visit.ts'

export interface CrawlerDeps {
  readonly sources: readonly Source[]
  readonly fetch: Fetch
  readonly readArticle: ReadArticle
  /** Left out: nothing is secret here, and a source that names a secret is told so. */
  readonly readSecret?: ReadSecret
  readonly log: EventLog
  readonly crawl: CrawlState
  readonly evidence: EvidenceStore
  readonly deadLetters: DeadLetters
  readonly clock: Clock
  readonly logger: Logger
  readonly sha256: Sha256
  readonly drill: boolean
}

interface Watched {
  readonly source: Source
  readonly memory: Map<string, string>
  health: SourceHealth
  /** Real moment before which it is left alone. */
  notBeforeElapsedMs: number
  running: Promise<void> | null
  visits: number
}

/** Sources visited at the same time; a host's pace is kept by the fetch. */
const mostVisits = 12
const longestNapMs = 500
const shortestNapMs = 5
const firstBackOffMs = 100
const longestBackOffMs = 30_000
/** Reliability rule: what is in hand is finished or handed back within this. */
const closeWithinMs = 9_000

/**
 * Watches every enabled source by its interval in civil time. A source that fails, hangs or answers nonsense has a health row and stops
 * nothing else. `idle` is true once each source was visited and nothing waits to be fetched.
 */
export function startCrawlers(deps: CrawlerDeps): Running & { idle(): boolean } {
  const stop = new AbortController()
  // One listener a fetch under way.
  setMaxListeners(0, stop.signal)
  const watched: Watched[] = []
  let ready = false
  let nap: { end: () => void } | null = null

  async function load(): Promise<void> {
    const known = new Map((await deps.crawl.health()).map((health) => [health.sourceId, health]))
    const loaded: Watched[] = []
    for (const source of deps.sources.filter((candidate) => candidate.enabled)) {
      const health = known.get(source.id) ?? neverVisited(source.id)
      if (!known.has(source.id)) await deps.crawl.putHealth(health)
      const wait = Number((await deps.crawl.cursor(source.id, 'not-before')) ?? 0)
      loaded.push({ source, memory: new Map(), health, notBeforeElapsedMs: wait, running: null, visits: 0 })
    }
    watched.push(...loaded)
    ready = true
  }

  async function visit(entry: Watched): Promise<void> {
    try {
      const { health, notBeforeElapsedMs } = await visitSource(deps, entry.source, entry.health, entry.memory, stop.signal)
      await deps.crawl.putHealth(health)
      entry.health = health
      if (notBeforeElapsedMs !== null) {
        entry.notBeforeElapsedMs = notBeforeElapsedMs
        await deps.crawl.setCursor(entry.source.id, 'not-before', String(notBeforeElapsedMs))
      }
    } catch (error) {
      // The store failed; the visit left nothing half done, so it is simply due again.
      deps.logger.error({ sourceId: entry.source.id, reason: String(error) }, 'visit not recorded')
      entry.notBeforeElapsedMs = deps.clock.elapsedMs() + 1000
    } finally {
      entry.visits += 1
      entry.running = null
      nap?.end()
    }
  }

  function startDue(): void {
    const now = deps.clock.now()
    const elapsedMs = deps.clock.elapsedMs()
    let free = mostVisits - watched.filter((entry) => entry.running !== null).length
    for (const entry of watched) {
      if (free === 0) return
      if (entry.running !== null || entry.notBeforeElapsedMs > elapsedMs || !isDue(entry.source, entry.health, now)) continue
      free -= 1
      entry.running = visit(entry)
    }
  }

  function napMs(): number {
    const now = deps.clock.now()
    const waits = watched
      .filter((entry) => entry.running === null)
      .map((entry) => msBetween(now, nextVisitAt(entry.source, entry.health, now)) / deps.clock.speed)
    return Math.max(shortestNapMs, Math.min(longestNapMs, ...waits))
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
      ready && watched.every((entry) => entry.running === null && (entry.visits > 0 || !isDue(entry.source, entry.health, deps.clock.now()))),
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
    }
  }
}
