import type { FastifyInstance } from 'fastify'
import { signedIn } from '../access.ts'
import type { AppContext } from '../context.ts'
import { LiveQuery } from '../contract.ts'
import { plainProblem, sendProblem } from '../problem.ts'
import { readRequest } from '../read-request.ts'

/** The live connection; who asks for it otherwise is told what it is. */
export function liveRoute(app: FastifyInstance, { live }: AppContext): void {
  app.route({
    method: 'GET',
    url: '/api/live',
    config: { access: 'signed-in' },
    handler: (_request, reply) => sendProblem(reply.header('upgrade', 'websocket'), plainProblem(426, '此地址只接受 WebSocket')),
    wsHandler: (socket, request) => {
      const { epoch, cursor } = readRequest(LiveQuery, request.query)
      live.join(socket, signedIn(request), epoch === undefined || cursor === undefined ? null : { epoch, cursor })
    }
  })
}
