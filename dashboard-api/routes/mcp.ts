import { Readable } from 'node:stream'
import { createMcpHandler } from '@modelcontextprotocol/server'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ForbiddenError } from '../../core/errors.ts'
import type { AppContext } from '../context.ts'
import { ApiTokenError } from '../errors.ts'
import { deskServer } from '../mcp/desk-server.ts'

/** MCP over streamable HTTP, without sessions and read-only: each request stands alone, with the rights of its token. */
export function mcpRoute(app: FastifyInstance, context: AppContext): void {
  app.route({
    method: ['GET', 'POST', 'DELETE'],
    url: '/mcp',
    config: { access: 'api-token' },
    handler: async (request, reply) => {
      const { apiToken: token } = request
      if (token === null) throw new ApiTokenError('接口令牌无效、已撤销或已过期')
      if (!token.scopes.some((scope) => scope === 'mention.search' || scope === 'incident.read'))
        throw new ForbiddenError('接口令牌没有 mention.search 或 incident.read 权限')
      const handler = createMcpHandler(() => deskServer(context, token.scopes), {
        // Nothing here changes while a request lasts, so that nobody keeps a stream open.
        maxSubscriptions: 0,
        onerror: (error) => context.logger.warn({ error: String(error), token: token.id }, 'mcp request failed')
      })
      const answer = await handler.fetch(asFetched(request), { parsedBody: request.body })
      void reply.code(answer.status)
      for (const [name, value] of answer.headers) if (name !== 'content-length') void reply.header(name, value)
      return await reply.send(answer.body === null ? '' : Readable.fromWeb(answer.body))
    }
  })
}

/** The request as the handler knows it; its body was read already. */
function asFetched({ method, url, headers }: FastifyRequest): Request {
  const told = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value].flat().join(', ')] as [string, string]]
  )
  return new Request(new URL(url, 'http://mcp.local'), { method, headers: told.filter(([name]) => name !== 'content-length') })
}
