import { systemClock } from '../../adapters/clock.ts'
import { sha256 } from '../../adapters/hash.ts'
import { readArticle } from '../../adapters/web/article.ts'
import { createFetch } from '../../adapters/web/fetch.ts'
import { Source } from '../../core/source.ts'
import { neverVisited } from '../../core/never-visited.ts'
import type { CrawlerDeps } from '../../crawlers/run.ts'
import { visitSource, type VisitResult } from '../../crawlers/visit.ts'
import { MemoryCrawlState, MemoryDeadLetters, MemoryEvidence, MemoryLeases, MemoryLog, silentLogger } from './crawlers-memory-log.ts'

/** Crawlers with the real fetch and article reader over stores in memory. */
export interface CrawlWorld {
  readonly deps: CrawlerDeps
  readonly log: MemoryLog
  readonly crawl: MemoryCrawlState
  readonly evidence: MemoryEvidence
  readonly deadLetters: MemoryDeadLetters
  /** One visit, its health put as the runner would; with the `memory` of the visits before where a test goes on in the same process. */
  visit(source: Source, memory?: Map<string, string>): Promise<VisitResult>
  close(): Promise<void>
}

export function createCrawlWorld(overrides: Partial<CrawlerDeps> = {}): CrawlWorld {
  const web = createFetch({
    userAgent: 'WanglouTest/1.0 (+mailto:duty@wanglou.example)',
    clock: systemClock,
    logger: silentLogger,
    backOffMs: 5,
    timeoutMs: 5000
  })
  const [log, crawl, evidence, deadLetters] = [new MemoryLog(), new MemoryCrawlState(), new MemoryEvidence(), new MemoryDeadLetters()]
  const deps: CrawlerDeps = {
    sources: [],
    fetch: web.fetch,
    readArticle,
    log,
    crawl,
    leases: new MemoryLeases(),
    holder: 'one',
    evidence,
    deadLetters,
    clock: systemClock,
    logger: silentLogger,
    sha256,
    drill: false,
    ...overrides
  }
  return {
    deps,
    log,
    crawl,
    evidence,
    deadLetters,
    close: () => web.close(),
    async visit(source, memory = new Map()) {
      const result = await visitSource(deps, source, crawl.rows.get(source.id) ?? neverVisited(source.id), memory, new AbortController().signal)
      await crawl.putHealth(result.health)
      return result
    }
  }
}

export function sourceOn(
  origin: string,
  crawler: Source['crawler'],
  path: string,
  settings: Readonly<Record<string, unknown>> = {},
  more: Partial<Source> = {}
): Source {
  return Source.parse({
    id: 'source',
    name: '临江在线',
    kind: crawler === 'weibo' ? 'weibo' : 'portal',
    crawler,
    url: `${origin}${path}`,
    intervalMinutes: 10,
    allowPrivate: true,
    paceMs: 0,
    settings,
    ...more
  })
}
