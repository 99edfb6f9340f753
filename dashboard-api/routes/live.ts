import type { FastifyInstance } from 'fastify'
import { signedIn } from '../access.ts'
import type { AppContext } from '../context.ts'

export function liveRoute(app: FastifyInstance, { live }: AppContext): void {
  app.get('/api/live', { websocket: true, config: { access: 'signed-in' } }, (socket, request) => live.join(socket, signedIn(request)))
}
