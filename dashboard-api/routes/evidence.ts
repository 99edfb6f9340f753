import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { NotFoundError } from '../../core/errors.ts'
import type { AppContext } from '../context.ts'
import { evidenceKind, stilled } from '../evidence-kind.ts'
import { readRequest } from '../read-request.ts'

const EvidenceKey = z.string().regex(/^[0-9a-f]{64}$/, '证据编号是 64 位十六进制数')

/** The kept bytes as they were. They come from strangers: only ever a download, and if opened after all, without any right. */
export function evidenceRoutes(app: FastifyInstance, { stores }: AppContext): void {
  app.get<{ Params: { key: string } }>('/api/evidence/:key', { config: { access: 'incident.read' } }, async (request, reply) => {
    const key = readRequest(EvidenceKey, request.params.key)
    const found = await stores.evidence.get(key)
    if (found === null) throw new NotFoundError('没有这份证据')
    return await reply
      .header('content-security-policy', "sandbox; default-src 'none'; frame-ancestors 'none'")
      .header('content-disposition', `attachment; filename="evidence-${key.slice(0, 16)}.bin"`)
      .header('x-evidence-sha256', key)
      .header('cache-control', 'private, no-store')
      .type('application/octet-stream')
      .send(Buffer.from(found.bytes))
  })

  // To look at: nothing in it runs, and nothing is fetched for it. Only our own page may frame it.
  app.get<{ Params: { key: string } }>('/api/evidence/:key/view', { config: { access: 'incident.read' } }, async (request, reply) => {
    const key = readRequest(EvidenceKey, request.params.key)
    const found = await stores.evidence.get(key)
    if (found === null) throw new NotFoundError('没有这份证据')
    const kind = evidenceKind(found.bytes, found.contentType)
    if (kind === null) throw new NotFoundError('这份留存件不是网页、图片或文字，请下载后查看')
    return await reply
      .header('content-security-policy', "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'")
      .header('x-dns-prefetch-control', 'off')
      .header('x-evidence-sha256', key)
      .header('cache-control', 'private, no-store')
      .type(kind)
      .send(kind.startsWith('text/html') ? stilled(found.bytes) : Buffer.from(found.bytes))
  })
}
