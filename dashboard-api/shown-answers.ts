import type { FastifyInstance } from 'fastify'
import { shownText } from '../core/shown-text.ts'

/** No answer carries signs that turn the order of what people read, whoever wrote them. Files are sent as they are kept. */
export function showAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const isText = typeof payload === 'string' && request.url.startsWith('/api/') && !isFile(reply.getHeader('content-disposition'))
    return isText ? shownText(payload) : payload
  })
}

function isFile(disposition: unknown): boolean {
  return typeof disposition === 'string' && disposition.startsWith('attachment')
}
