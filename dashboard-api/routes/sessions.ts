import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { NotFoundError } from '../../core/errors.ts'
import { demand } from '../../core/permission.ts'
import type { Session } from '../../core/ports.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import type { SessionList, SessionRow } from '../contract.ts'
import { readRequest } from '../read-request.ts'

const ListQuery = z.object({ all: z.enum(['0', '1']).default('0') })

/** Sessions listed and ended: everybody their own, whoever may manage sessions all. */
export function sessionsRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, sessions, clock } = context

  app.get('/api/sessions', { config: { access: 'signed-in' } }, async (request): Promise<SessionList> => {
    const me = signedIn(request)
    const all = readRequest(ListQuery, request.query).all === '1'
    if (all) demand(me.person, 'session.manage')
    const accounts = new Map((await stores.accounts.list()).map((account) => [account.id, account.name]))
    const listed = await sessions.list(all ? null : me.account.id)
    return { rows: listed.map((session) => rowOf(session, accounts.get(session.accountId) ?? session.accountId, me.session.tokenHash)) }
  })

  app.delete<{ Params: { id: string } }>('/api/sessions/:id', { config: { access: 'signed-in' } }, async (request, reply) => {
    const session = await findEndable(request)
    const { person } = signedIn(request)
    const deed = { actor: person, action: 'session.end', subject: session.accountId, detail: '' }
    await audited({ audit: stores.audit, clock }, deed, () => sessions.end(session.tokenHash))
    return await reply.code(204).send()
  })

  async function findEndable(request: FastifyRequest<{ Params: { id: string } }>): Promise<Session> {
    const me = signedIn(request)
    const session = await stores.accounts.session(request.params.id)
    if (session?.accountId !== me.account.id) demand(me.person, 'session.manage')
    if (session === null) throw new NotFoundError('没有这个会话')
    return session
  }

  function rowOf({ tokenHash, accountId, createdAt, lastSeenElapsedMs, userAgent, address }: Session, accountName: string, mine: string): SessionRow {
    const idleSeconds = Math.max(0, Math.round((clock.elapsedMs() - lastSeenElapsedMs) / 1000))
    return { id: tokenHash, accountId, accountName, createdAt, idleSeconds, userAgent, address, current: tokenHash === mine }
  }
}
