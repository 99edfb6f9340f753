import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { machine } from '../../core/actor.ts'
import { NotFoundError, WanglouError } from '../../core/errors.ts'
import { writeAudit } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { Oidc, refused, type OidcTrip } from '../oidc.ts'
import { signInAs, signInRate } from './session.ts'

const tripCookie = 'wanglou-oidc'
const tripSeconds = 600
const Trip = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() })

/** 单点登录. Both ends are opened by the browser itself, so what goes wrong is told by the sign-in page. */
export function oidcRoutes(app: FastifyInstance, context: AppContext): void {
  const { signIn, stores, changes } = context
  const config = { access: 'public' as const, rateLimit: signInRate }
  const oidc = signIn.oidc === null ? null : new Oidc(signIn.oidc, { accounts: stores.accounts, changes, secret: context.oidcSecret })
  const passedCode = signIn.oidc?.hasSecondFactor ?? false

  app.get('/api/oidc/start', { config }, async (request, reply) => {
    if (oidc === null) throw new NotFoundError('本系统没有启用统一身份认证')
    const { url, trip } = await oidc.begin(callbackOf(context, request))
    // Lax: it has to come along when the provider sends the browser back.
    const cookie = { httpOnly: true, sameSite: 'lax', path: '/api/oidc', secure: context.secure, maxAge: tripSeconds } as const
    return await reply.setCookie(tripCookie, Buffer.from(JSON.stringify(trip)).toString('base64url'), cookie).redirect(url)
  })

  app.get('/api/oidc/callback', { config }, async (request, reply) => {
    if (oidc === null) throw new NotFoundError('本系统没有启用统一身份认证')
    void reply.clearCookie(tripCookie, { path: '/api/oidc' })
    try {
      const back = new URL(`${callbackOf(context, request)}${new URL(request.url, 'http://x').search}`)
      const trip = tripOf(request)
      await signInAs(context, request, reply, { how: 'oidc', words: '统一身份认证登录', passedCode }, () => oidc.finish(back, trip))
      return await reply.redirect('/')
    } catch (error) {
      if (!(error instanceof WanglouError)) throw error
      const deed = { actor: machine('dashboard-api'), action: 'session.sign-in', subject: 'oidc', detail: request.ip }
      await writeAudit({ audit: stores.audit, clock: context.clock }, deed, `登录未成功：${error.message}`)
      return await reply.redirect(`/sign-in?sso=${encodeURIComponent(String(error.metadata['why'] ?? error.code))}`)
    }
  })
}

function callbackOf({ publicUrl }: AppContext, request: FastifyRequest): string {
  return new URL('/api/oidc/callback', publicUrl ?? `http://${request.headers.host}`).href
}

/** @throws SignInError when this browser did not set out from here, or too long ago */
function tripOf(request: FastifyRequest): OidcTrip {
  try {
    return Trip.parse(JSON.parse(Buffer.from(request.cookies[tripCookie] ?? '', 'base64url').toString('utf8')))
  } catch (cause) {
    throw refused('expired', '登录过程已超时', cause)
  }
}
