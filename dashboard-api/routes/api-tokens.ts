import type { FastifyInstance } from 'fastify'
import { apiTokens, apiTokenUse, makeApiToken, revokeApiToken, Scope, scopeWords, type KnownApiToken } from '../../core/api-token.ts'
import { InvalidInputError, NotFoundError } from '../../core/errors.ts'
import type { Instant } from '../../core/instant.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { ApiTokenRequest, type ApiTokenList, type ApiTokenMade, type ApiTokenView } from '../contract-api-tokens.ts'
import { readRequest } from '../read-request.ts'
import { actorName } from '../views/words.ts'

const config = { access: 'api-token.manage' as const }

/** 接口令牌: made, listed and revoked by the administrator; each deed is audited, the secret never. */
export function apiTokenRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock, random, writer } = context
  const audit = { audit: stores.audit, clock }

  app.get('/api/api-tokens', { config }, async (): Promise<ApiTokenList> => {
    const now = clock.now()
    const tokens = await apiTokens(stores.crawl, clock.elapsedMs())
    const rows = await Promise.all(tokens.map(async (token) => viewOf(token, await apiTokenUse(stores.crawl, token.id), now)))
    return { now, rows: rows.toSorted((a, b) => (a.madeAt < b.madeAt ? 1 : -1)), scopes: Scope.options.map(withWords) }
  })

  app.post('/api/api-tokens', { config }, async (request, reply): Promise<ApiTokenMade> => {
    const { person } = signedIn(request)
    const asked = readRequest(ApiTokenRequest, request.body)
    const now = clock.now()
    if (asked.expiresAt !== null && asked.expiresAt <= now) throw new InvalidInputError('有效期应晚于现在')
    const deed = { actor: person, action: 'api-token.make', subject: asked.name, detail: asked.scopes.join(',') }
    const { token, text } = await audited(audit, deed, () =>
      makeApiToken({ crawl: stores.crawl, random, sha256: writer.sha256 }, { ...asked, madeBy: person, madeAt: now })
    )
    context.apiTokens.forget()
    void reply.code(201).header('cache-control', 'no-store')
    return { token: text, view: viewOf({ ...token, revokedAt: null }, null, now) }
  })

  app.delete<{ Params: { id: string } }>('/api/api-tokens/:id', { config }, async (request, reply) => {
    const { person } = signedIn(request)
    const { id } = request.params
    await audited(audit, { actor: person, action: 'api-token.revoke', subject: id, detail: '' }, async () => {
      const revoked = await revokeApiToken(stores.crawl, id, { at: clock.now(), nowElapsedMs: clock.elapsedMs() })
      context.apiTokens.forget()
      if (!revoked) throw new NotFoundError('没有这个在用的接口令牌')
    })
    return await reply.code(204).send()
  })
}

function viewOf({ hash: _hash, madeBy, scopes, ...token }: KnownApiToken, lastUsedAt: Instant | null, now: Instant): ApiTokenView {
  const state = token.revokedAt !== null ? 'revoked' : token.expiresAt !== null && token.expiresAt <= now ? 'expired' : 'active'
  return { ...token, scopes: scopes.map(withWords), madeBy: actorName(madeBy), lastUsedAt, state }
}

function withWords(id: Scope): { id: Scope; words: string } {
  return { id, words: scopeWords[id] }
}
