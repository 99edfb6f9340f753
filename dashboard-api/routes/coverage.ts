import type { FastifyInstance } from 'fastify'
import type { AppContext } from '../context.ts'
import { coveragePaths, type PlatformCoverage } from '../contract-coverage.ts'
import { coverageView } from '../views/coverage.ts'

export function coverageRoutes(app: FastifyInstance, { stores, sources, clock }: AppContext): void {
  app.get(coveragePaths.coverage, { config: { access: 'source.read' } }, async (): Promise<PlatformCoverage> => {
    return coverageView(sources, await stores.crawl.health(), clock.now())
  })
}
