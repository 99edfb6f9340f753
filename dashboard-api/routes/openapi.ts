import type { FastifyInstance } from 'fastify'
import type { AppContext } from '../context.ts'
import { describeApi } from '../openapi/describe-api.ts'

/** The API's own description, written once all routes are there. */
export function openApiRoute(app: FastifyInstance, { version }: AppContext): void {
  let text: string | null = null
  app.get('/api/openapi.json', { config: { access: 'signed-in', scope: 'status.read' } }, async (_request, reply) => {
    text ??= JSON.stringify(describeApi(app.routeTable, version))
    return await reply.type('application/json; charset=utf-8').send(text)
  })
}
