import { readSecret } from '../config/secret.ts'
import { pausedSources } from '../core/organisation/source-changes.ts'
import type { Running } from '../core/ports.ts'
import { startRevisits } from '../crawlers/revisit/run-revisits.ts'
import { startCrawlers, type CrawlerDeps } from '../crawlers/run.ts'
import type { Ground } from './ground.ts'
import { startListThread } from './list-thread.ts'

export type CrawlRole = Running & { idle(): boolean }

/** The crawlers of every source, those that are switched off marked so; and the looks at posts of open incidents. */
export async function startCrawlRole(ground: Ground): Promise<CrawlRole> {
  const { config, stores } = ground
  const { incidents, mentions, leases } = stores
  const lists = startListThread()
  const deps: CrawlerDeps = {
    ...ground,
    ...(await ground.web()),
    readList: lists.readList,
    readSecret: (field, place) => readSecret(field, place, process.env),
    sources: config.sources,
    paused: () => pausedSources(stores.crawl),
    log: stores.log,
    crawl: stores.crawl,
    leases,
    evidence: stores.evidence
  }
  const crawlers = startCrawlers(deps)
  const revisits = config.revisit === null ? null : startRevisits({ ...deps, incidents, mentions, settings: config.revisit })
  return {
    idle: () => crawlers.idle(),
    async close() {
      await Promise.all([revisits?.close(), crawlers.close()])
      await lists.close()
    }
  }
}
