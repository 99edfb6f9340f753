import type { Clock } from '../core/clock.ts'
import { neverVisited } from '../core/never-visited.ts'
import type { CrawlState } from '../core/ports.ts'
import { pausedSources } from '../core/organisation/source-changes.ts'
import { healthNow } from '../core/source-state.ts'
import type { Source } from '../core/source.ts'

/**
 * The crawl state with each row of health as it stands now, whoever asks; sources that are configured no more are left out. One that is paused
 * is told as paused whatever its last visit said, also where nobody ever visited it.
 */
export function watchedHealth(crawl: CrawlState, sources: readonly Source[], clock: Clock): CrawlState {
  const byId = new Map(sources.map((source) => [source.id, source]))
  const sinceElapsedMs = clock.elapsedMs()
  return {
    ...crawl,
    async health() {
      const [rows, paused] = await Promise.all([crawl.health(), pausedSources(crawl)])
      const visited = new Set(rows.map(({ sourceId }) => sourceId))
      const unvisited = [...paused].filter((id) => !visited.has(id)).map(neverVisited)
      return [...rows, ...unvisited].flatMap((row) => {
        const source = byId.get(row.sourceId)
        return source === undefined ? [] : [healthNow(source, row, clock, sinceElapsedMs, paused.has(row.sourceId))]
      })
    }
  }
}
