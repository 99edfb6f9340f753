import { readSecret } from '../config/secret.ts'
import type { Running } from '../core/ports.ts'
import { startCrawlers } from '../crawlers/run.ts'
import type { Ground } from './ground.ts'

export type CrawlRole = Running & { idle(): boolean }

/** The crawlers of every source; those that are switched off are marked so. */
export async function startCrawlRole(ground: Ground): Promise<CrawlRole> {
  const { config, stores } = ground
  return startCrawlers({
    ...ground,
    ...(await ground.web()),
    readSecret: (field, place) => readSecret(field, place, process.env),
    sources: config.sources,
    log: stores.log,
    crawl: stores.crawl,
    leases: stores.leases,
    evidence: stores.evidence
  })
}
