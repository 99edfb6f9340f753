import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { systemClock } from '../../adapters/clock.ts'
import { deadLettersOn } from '../../adapters/dead-letters.ts'
import { openEmbedded } from '../../adapters/embedded/open.ts'
import { sha256 } from '../../adapters/hash.ts'
import { startArticleThread } from '../../adapters/web/article-thread.ts'
import { createFetch } from '../../adapters/web/fetch.ts'
import type { Logger } from '../../core/ports.ts'
import { Source } from '../../core/source.ts'
import type { CrawlerDeps } from '../../crawlers/run.ts'
import { startListThread } from '../../roles/list-thread.ts'

const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** The crawlers' real parts on the embedded engine, in a folder that goes with them. */
export async function openDesk(): Promise<{ readonly deps: Omit<CrawlerDeps, 'sources'>; close(): Promise<void> }> {
  const directory = mkdtempSync(path.join(tmpdir(), 'wanglou-crawl-'))
  const stores = await openEmbedded({ directory, clock: systemClock, lock: true })
  const [articles, lists] = [startArticleThread(), startListThread()]
  const web = createFetch({ userAgent: 'WanglouBench/1.0 (+mailto:duty@wanglou.example)', clock: systemClock, logger: silent })
  return {
    deps: {
      fetch: web.fetch,
      readArticle: articles.readArticle,
      readList: lists.readList,
      log: stores.log,
      crawl: stores.crawl,
      leases: stores.leases,
      holder: 'bench',
      evidence: stores.evidence,
      deadLetters: deadLettersOn(stores.log, systemClock),
      clock: systemClock,
      logger: silent,
      sha256,
      drill: false
    },
    async close() {
      await web.close()
      await articles.close()
      await lists.close()
      await stores.close()
      rmSync(directory, { recursive: true, force: true })
    }
  }
}

export function portalSource(id: string, url: string, more: Partial<Source> = {}): Source {
  return Source.parse({ id, name: id, kind: 'portal', crawler: 'portal', url, intervalMinutes: 60, allowPrivate: true, paceMs: 0, ...more })
}

/** @param sorted from the smallest on */
export function quantile(sorted: readonly number[], share: number): number {
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10
}
