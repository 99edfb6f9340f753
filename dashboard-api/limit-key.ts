import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'

/** Whose requests are counted together. A client that left has no address any more: nobody waits for that answer, and the limit must hold. */
export function limitKey({ ip }: { readonly ip: string | undefined }): string {
  return ip === undefined ? 'left' : normalizeIP(ip)
}

/** The client closed the connection before it had its answer. */
export function isLeft({ raw }: Pick<FastifyRequest, 'raw'>): boolean {
  return raw.socket.destroyed
}
