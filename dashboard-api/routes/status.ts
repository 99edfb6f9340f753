import type { FastifyInstance } from 'fastify'
import { readLastSweep } from '../../core/last-sweep.ts'
import { readHeartbeat, readWatch } from '../../core/watch-record.ts'
import { sourceStates } from '../../core/source-tally.ts'
import type { AppContext } from '../context.ts'
import type { Pulse, Status } from '../contract.ts'

/** How the system itself does: for everybody who is signed in, since silence must not look like calm. */
export function statusRoutes(app: FastifyInstance, context: AppContext): void {
  app.get('/healthz', { config: { access: 'public' } }, () => ({ ok: true }))

  app.get('/api/pulse', { config: { access: 'signed-in', scope: 'status.read' } }, () => pulseOf(context))

  app.get('/api/status', { config: { access: 'signed-in', scope: 'status.read' } }, async (): Promise<Status> => {
    const { stores, drill, version, live, watchedGroups, policyReports } = context
    const [pulse, mentions, open, notices, health, lag] = await Promise.all([
      pulseOf(context),
      stores.mentions.count(),
      stores.incidents.openIds(),
      stores.notices.counts(),
      stores.crawl.health(),
      Promise.all(watchedGroups.map(async ({ topic, group }) => ({ topic, group, records: await stores.log.lag(topic, group) })))
    ])
    return {
      ...pulse,
      lag,
      mentions,
      openIncidents: open.length,
      notices: { ...notices },
      sources: sourceStates(context.sources, health),
      liveClients: live.clients(),
      policyReports: policyReports.count,
      drill,
      version
    }
  })
}

async function pulseOf({ stores, clock }: AppContext): Promise<Pulse> {
  const [sweptMs, watch, heartbeat] = await Promise.all([readLastSweep(stores.crawl), readWatch(stores.crawl), readHeartbeat(stores.crawl)])
  const ageOf = (elapsedMs: number): number => Math.max(0, clock.elapsedMs() - elapsedMs)
  return {
    now: clock.now(),
    sweepAgeMs: sweptMs === null ? null : ageOf(sweptMs),
    watch: watch === null ? null : { unfired: watch.unfired, example: watch.example, ageMs: ageOf(watch.elapsedMs), complete: watch.complete },
    heartbeat: heartbeat === null ? null : { state: heartbeat.state, reason: heartbeat.reason, ageMs: ageOf(heartbeat.elapsedMs) }
  }
}
