import type { Clock } from '../core/clock.ts'
import type { CrawlState } from '../core/ports.ts'
import { healthNow } from '../core/source-state.ts'
import type { Source } from '../core/source.ts'

/** The crawl state with each row of health as it stands now, whoever asks; sources that are configured no more are left out. */
export function watchedHealth(crawl: CrawlState, sources: readonly Source[], clock: Clock): CrawlState {
  const byId = new Map(sources.map((source) => [source.id, source]))
  const sinceElapsedMs = clock.elapsedMs()
  return {
    ...crawl,
    async health() {
      return (await crawl.health()).flatMap((row) => {
        const source = byId.get(row.sourceId)
        return source === undefined ? [] : [healthNow(source, row, clock, sinceElapsedMs)]
      })
    }
  }
}
