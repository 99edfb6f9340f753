import type { FastifyInstance } from 'fastify'
import { signedIn } from '../access.ts'
import type { AppContext } from '../context.ts'
import { LiveQuery } from '../contract.ts'
import { readRequest } from '../read-request.ts'

export function liveRoute(app: FastifyInstance, { live }: AppContext): void {
  app.get('/api/live', { websocket: true, config: { access: 'signed-in' } }, (socket, request) => {
    const { epoch, cursor } = readRequest(LiveQuery, request.query)
    live.join(socket, signedIn(request), epoch === undefined || cursor === undefined ? null : { epoch, cursor })
  })
}
