import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { machine } from '../../core/actor.ts'
import { actions, can } from '../../core/permission.ts'
import type { Account, SignInWay } from '../../core/ports.ts'
import { signedIn } from '../access.ts'
import { writeAudit } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { SignInLinkRequest, SignInRequest, type SessionView } from '../contract.ts'
import { SignInError } from '../errors.ts'
import { readRequest } from '../read-request.ts'
import { personOf, type SignedIn } from '../sessions.ts'
import { signInByLink, signInByPassword, type SignInDeps } from '../sign-in.ts'
import { clockView } from '../views/clock-view.ts'
import { roleNames } from '../views/words.ts'

/** Tries of one address a minute, beside the lock of each name. */
export const signInRate = { max: 60, timeWindow: '1 minute' }

export function sessionRoutes(app: FastifyInstance, context: AppContext): void {
  const deps = signInDeps(context)
  const audit = { audit: context.stores.audit, clock: context.clock }
  const atSignIn = { config: { access: 'public' as const, rateLimit: signInRate } }

  app.get('/api/session', { config: { access: 'signed-in', whileOwing: true } }, (request): SessionView => sessionView(context, signedIn(request)))

  app.post('/api/session', atSignIn, async (request, reply): Promise<SessionView> => {
    const asked = readRequest(SignInRequest, request.body)
    return await signInAs(context, request, reply, { how: 'password', words: '口令登录' }, async () => {
      try {
        return await signInByPassword(deps, asked)
      } catch (error) {
        await writeAudit(
          audit,
          { actor: machine('dashboard-api'), action: 'session.sign-in', subject: asked.login, detail: request.ip },
          '登录未成功'
        )
        throw error
      }
    })
  })

  app.post('/api/signin-link', atSignIn, async (request, reply): Promise<SessionView> => {
    const { token } = readRequest(SignInLinkRequest, request.body)
    return await signInAs(context, request, reply, { how: 'link', words: '一次性链接登录' }, async () => {
      try {
        return await signInByLink(deps, token)
      } catch (error) {
        if (error instanceof SignInError)
          await writeAudit(audit, { actor: machine('dashboard-api'), action: 'session.sign-in', subject: 'link', detail: request.ip }, '登录未成功')
        throw error
      }
    })
  })

  app.delete('/api/session', { config: { access: 'signed-in', whileOwing: true } }, async (request, reply) => {
    const { session, person } = signedIn(request)
    await context.sessions.end(session.tokenHash)
    await writeAudit(audit, { actor: person, action: 'session.sign-out', subject: person.id, detail: '' }, '已退出')
    return await reply.clearCookie(context.cookieName, cookieOptions(context)).header('clear-site-data', '"cache", "storage"').code(204).send()
  })
}

/** By what somebody signs in, and how the audit log says it. */
export interface Way {
  readonly how: SignInWay
  readonly words: string
  /** The second factor was shown already, or the provider asked for one. */
  readonly passedCode?: boolean
}

/** Ends what session the request had (no fixation), begins a new one and hands its token over as a cookie. */
export async function signInAs(
  context: AppContext,
  request: FastifyRequest,
  reply: FastifyReply,
  way: Way,
  account: () => Promise<Account>
): Promise<SessionView> {
  const found = await account()
  const owesCode = found.secondFactor !== undefined && way.passedCode !== true
  const before = request.cookies[context.cookieName]
  if (before !== undefined) await context.sessions.end(context.writer.sha256(before))
  const arrival = { userAgent: request.headers['user-agent'] ?? '', address: request.ip, how: way.how, owesCode }
  const { token, signedIn: now } = await context.sessions.begin(found, arrival)
  const { audit } = context.stores
  await writeAudit(
    { audit, clock: context.clock },
    { actor: personOf(found), action: 'session.sign-in', subject: found.id, detail: request.ip },
    owesCode ? `${way.words}，待动态口令` : way.words
  )
  void reply.setCookie(context.cookieName, token, cookieOptions(context))
  return sessionView(context, now)
}

export function signInDeps({ stores, clock, random, writer, lock, changes, signIn, unitName }: AppContext): SignInDeps {
  return { accounts: stores.accounts, changes, clock, random, sha256: writer.sha256, lock, rules: signIn, unitName }
}

export function sessionView({ clock, drill, jurisdiction }: AppContext, { account, person, owes }: SignedIn): SessionView {
  const me = {
    id: account.id,
    login: account.login,
    name: account.name,
    roles: person.roles,
    roleNames: roleNames(person.roles),
    departmentId: account.departmentId
  }
  const allowed = owes === null ? actions.filter((action) => can(person, action)) : []
  return { me, allowed, clock: clockView(clock, drill), jurisdiction: jurisdiction.name, drill, owes }
}

function cookieOptions({ secure }: AppContext): { httpOnly: true; sameSite: 'strict'; path: string; secure: boolean } {
  return { httpOnly: true, sameSite: 'strict', path: '/', secure }
}
