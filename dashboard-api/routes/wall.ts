import type { FastifyInstance } from 'fastify'
import type { Instant } from '../../core/instant.ts'
import { addMs, dayMs } from '../../core/instant.ts'
import { SearchFilter } from '../../core/search.ts'
import { sourceStates } from '../../core/source-tally.ts'
import type { AppContext } from '../context.ts'
import type { WallView } from '../contract-wall.ts'
import { dayOnWall, incidentsOnWall, trendOnWall, wordsOnWall } from '../views/wall-view.ts'

/** Walls ask every few seconds; what they are told is counted once for all of them. */
const keptMs = 4_000
const mostIncidents = 2_000
const mentionsRead = 500

/** 大屏: the whole desk at a glance. */
export function wallRoutes(app: FastifyInstance, context: AppContext): void {
  const { clock } = context
  let counted: { readonly atMs: number; readonly view: Promise<WallView> } | null = null

  app.get('/api/wall', { config: { access: 'incident.read' } }, async (): Promise<WallView> => {
    if (counted === null || clock.elapsedMs() - counted.atMs >= keptMs) {
      const mine = { atMs: clock.elapsedMs(), view: countWall(context) }
      counted = mine
      // A count that failed is not kept: the next to ask counts anew.
      mine.view.catch(() => {
        if (counted === mine) counted = null
      })
    }
    return { ...(await counted.view), now: clock.now() }
  })
}

async function countWall({ stores, clock, jurisdiction, districts, sources, drill }: AppContext): Promise<WallView> {
  const now = clock.now()
  const range = dayOnWall(now)
  const [open, tiles, tally, page, health] = await Promise.all([
    stores.incidents.list({ status: ['open'], limit: mostIncidents }),
    districts(),
    stores.mentions.tally(range),
    stores.mentions.search(recent(now)),
    stores.crawl.health()
  ])
  const states = new Map(health.map(({ sourceId, state }) => [sourceId, state]))
  return {
    now,
    countedAt: now,
    jurisdiction: jurisdiction.name,
    drill,
    ...incidentsOnWall(open, tiles, now),
    words: wordsOnWall(page.rows),
    trend: trendOnWall(tally, range.from),
    day: { total: tally.total, relevant: tally.relevant, negative: tally.negative },
    sources: sourceStates(sources, health),
    blind: sources.filter(({ id, enabled }) => enabled && states.get(id) === 'blind').map(({ name }) => name)
  }
}

function recent(now: Instant) {
  const filter = SearchFilter.parse({ from: addMs(now, -dayMs), relevantOnly: true })
  return { query: { op: 'all' as const }, filter, limit: mentionsRead, cursor: null }
}
