import type { FastifyInstance } from 'fastify'
import { readLastSweep } from '../../core/last-sweep.ts'
import type { HealthState } from '../../core/source.ts'
import type { AppContext } from '../context.ts'
import type { Status } from '../contract.ts'

/** How the system itself does: for everybody who is signed in, since silence must not look like calm. */
export function statusRoutes(app: FastifyInstance, context: AppContext): void {
  app.get('/healthz', { config: { access: 'public' } }, () => ({ ok: true }))

  app.get('/api/status', { config: { access: 'signed-in' } }, async (): Promise<Status> => {
    const { stores, clock, drill, version, live, watchedGroups } = context
    const [mentions, open, notices, sources, sweptAt, lag] = await Promise.all([
      stores.mentions.count(),
      stores.incidents.openIds(),
      stores.notices.counts(),
      countSources(context),
      readLastSweep(stores.crawl),
      Promise.all(watchedGroups.map(async ({ topic, group }) => ({ topic, group, records: await stores.log.lag(topic, group) })))
    ])
    return {
      now: clock.now(),
      sweepAgeMs: sweptAt === null ? null : Math.max(0, clock.elapsedMs() - sweptAt),
      lag,
      mentions,
      openIncidents: open.length,
      notices: { ...notices },
      sources,
      liveClients: live.clients(),
      drill,
      version
    }
  })
}

async function countSources({ stores, sources }: AppContext): Promise<Record<HealthState, number>> {
  const health = new Map((await stores.crawl.health()).map(({ sourceId, state }) => [sourceId, state]))
  const counts = { ok: 0, quiet: 0, failing: 0, blind: 0, never: 0 }
  for (const source of sources.filter(({ enabled }) => enabled)) counts[health.get(source.id) ?? 'never']++
  return counts
}
