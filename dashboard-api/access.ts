import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import { demand, type Action } from '../core/permission.ts'
import { ForeignOriginError, SignedOutError } from './errors.ts'
import type { Sessions, SignedIn } from './sessions.ts'

/** Who may call a route: everybody, a machine by its token, whoever is signed in, or the roles of an action. */
export type Access = 'public' | 'token' | 'signed-in' | Action

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    signedIn: SignedIn | null
  }
  interface FastifyInstance {
    /** Every route with its access, as registered: what the permission matrix is generated from. */
    routeTable: readonly RouteEntry[]
  }
}

export interface RouteEntry {
  readonly method: string
  readonly url: string
  readonly access: Access
}

export interface AccessDeps {
  readonly sessions: Sessions
  readonly cookieName: string
  readonly publicUrl: string | null
}

/** Denied by default: a route that declares no access is not registered, and each request is checked before its body is read. */
export function guardRoutes(app: FastifyInstance, deps: AccessDeps): void {
  const table: RouteEntry[] = []
  app.decorate('routeTable', table)
  app.decorateRequest('signedIn', null)
  app.addHook('onRoute', (route) => {
    table.push(...entriesOf(route))
  })
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access
    // The route itself reads the token. No cookie counts there, so that a foreign page gains nothing by calling it.
    if (access === undefined || access === 'token') return
    if (changesSomething(request)) demandOwnOrigin(request, deps.publicUrl)
    if (access === 'public') return
    const token = request.cookies[deps.cookieName]
    request.signedIn = token === undefined ? null : await deps.sessions.find(token)
    if (request.signedIn === null) throw new SignedOutError('请先登录')
    if (access !== 'signed-in') demand(request.signedIn.person, access)
  })
}

/** The person behind a request of a route that is not public. */
export function signedIn(request: FastifyRequest): SignedIn {
  if (request.signedIn === null) throw new SignedOutError('请先登录')
  return request.signedIn
}

function entriesOf(route: RouteOptions): RouteEntry[] {
  const access = route.config?.access
  if (access === undefined) throw new Error(`route ${String(route.method)} ${route.url} declares no access`)
  return [route.method].flat().map((method) => ({ method, url: route.url, access }))
}

function changesSomething(request: FastifyRequest): boolean {
  const upgrades = request.headers.upgrade !== undefined
  return upgrades || !['GET', 'HEAD', 'OPTIONS'].includes(request.method)
}

/** @throws ForeignOriginError when a page of another site, or nobody, stands behind the request. */
function demandOwnOrigin(request: FastifyRequest, publicUrl: string | null): void {
  const { origin } = request.headers
  const own = publicUrl === null ? `http://${request.headers.host}` : new URL(publicUrl).origin
  if (origin !== own) throw new ForeignOriginError('请求须来自本系统的页面（Origin 不符）')
}
