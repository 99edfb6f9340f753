import type { FastifyReply, FastifyRequest } from 'fastify'
import { plainProblem, sendProblem } from './problem.ts'

/** No such address, or none that takes this method: then it says which it takes. */
export function answerUnknown(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?')[0] ?? ''
  const methods = request.server.routeTable.filter(({ url }) => url !== '/*' && fits(url, path)).map(({ method }) => method)
  if (methods.length === 0) return sendProblem(reply, plainProblem(404, '没有找到'))
  return sendProblem(reply.header('allow', [...new Set(methods)].join(', ')), plainProblem(405, '不支持这种方法'))
}

function fits(pattern: string, path: string): boolean {
  const [parts, given] = [pattern.split('/'), path.split('/')]
  return parts.length === given.length && parts.every((part, index) => part === given[index] || (part.startsWith(':') && given[index] !== ''))
}
