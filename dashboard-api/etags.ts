import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'

/** What only says when it was asked: without it an answer is as it was, and the reader counts on from `dueAt` by itself. */
const moments = /"(?:now|remainingMs|ageMs|sweepAgeMs|idleSeconds)":(?:"[^"]*"|-?\d+(?:\.\d+)?|null),?/g

/** The weak ETag of a JSON answer. */
export function tagOf(text: string): string {
  return `W/"${createHash('sha256').update(text.replace(moments, '')).digest('base64url').slice(0, 22)}"`
}

/**
 * Weak ETags over what the API answers to a GET, so that who asks again for what did not change is told so (304) and reads nothing.
 * Nothing of it is kept by caches: it is about people, and a duty room's machine is used by many.
 */
export function tagAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.method !== 'GET' || !request.url.startsWith('/api/') || reply.statusCode !== 200) return payload
    const tag = typeof payload === 'string' ? tagOf(payload) : reply.getHeader('etag')
    if (typeof tag !== 'string') return payload
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'private, no-store')
    void reply.header('etag', tag)
    if (!isKnown(request.headers['if-none-match'], tag)) return payload
    void reply.code(304).removeHeader('content-type')
    void reply.removeHeader('content-length')
    return ''
  })
}

function isKnown(header: string | undefined, tag: string): boolean {
  return header !== undefined && header.split(',').some((one) => one.trim() === tag)
}
