import type { FastifyInstance } from 'fastify'
import type { AppContext } from '../context.ts'
import type { SourceList } from '../contract.ts'
import { sourceRow, worstFirstOrder } from '../views/source-row.ts'

export function sourceRoutes(app: FastifyInstance, { stores, sources, clock }: AppContext): void {
  app.get('/api/sources', { config: { access: 'source.read' } }, async (): Promise<SourceList> => {
    const health = new Map((await stores.crawl.health()).map((one) => [one.sourceId, one]))
    return { now: clock.now(), rows: sources.map((source) => sourceRow(source, health.get(source.id) ?? null)).sort(worstFirstOrder) }
  })
}
