import type { FastifyInstance } from 'fastify'
import type { AppContext } from '../context.ts'
import { PolicyReport, systemPaths } from '../contract-system.ts'
import { readRequest } from '../read-request.ts'

/** A page with a fault reports at each drawing; nobody learns more from the hundredth. */
const rate = { max: 60, timeWindow: '1 minute' }

/** Where browsers tell what the content security policy made them refuse. Nobody is signed in where a page of signing in breaks. */
export function policyReportRoutes(app: FastifyInstance, { policyReports }: AppContext): void {
  app.post(systemPaths.policyReports, { config: { access: 'public', rateLimit: rate } }, async (request, reply): Promise<void> => {
    policyReports.take(readRequest(PolicyReport, request.body))
    await reply.code(204).send()
  })
}
