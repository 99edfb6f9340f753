import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import type { Person } from '../core/actor.ts'
import { isScope, type ApiToken, type Scope } from '../core/api-token.ts'
import { ForbiddenError } from '../core/errors.ts'
import { demand, type Action } from '../core/permission.ts'
import type { ApiTokenBook } from './api-token-book.ts'
import { ApiTokenError, ForeignOriginError, OwingError, SignedOutError } from './errors.ts'
import { owedWords } from './owed.ts'
import type { Sessions, SignedIn } from './sessions.ts'

/**
 * Who may call a route: everybody, a source's push token (which the route reads itself), another system by its API token, whoever is
 * signed in, or the roles of an action.
 */
export type Access = 'public' | 'token' | 'api-token' | 'signed-in' | Action

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** Of a route for whoever is signed in: an API token with this scope may call it too. */
    scope?: Scope
    /** Open to who is signed in and owes something first: a code, a second factor, a new password. */
    whileOwing?: boolean
  }
  interface FastifyRequest {
    signedIn: SignedIn | null
    apiToken: ApiToken | null
  }
  interface FastifyInstance {
    /** Every route with its access, as registered: what the permission matrix and the API's description are generated from. */
    routeTable: readonly RouteEntry[]
  }
}

export interface RouteEntry {
  readonly method: string
  readonly url: string
  readonly access: Access
  /** What an API token needs to call it; null: none may. */
  readonly scope: Scope | null
}

export interface AccessDeps {
  readonly sessions: Sessions
  readonly apiTokens: ApiTokenBook
  readonly cookieName: string
  readonly publicUrl: string | null
}

/** Denied by default: a route that declares no access is not registered, and each request is checked before its body is read. */
export function guardRoutes(app: FastifyInstance, deps: AccessDeps): void {
  const table: RouteEntry[] = []
  app.decorate('routeTable', table)
  app.decorateRequest('signedIn', null)
  app.decorateRequest('apiToken', null)
  app.addHook('onRoute', (route) => {
    table.push(...entriesOf(route))
  })
  app.addHook('onRequest', async (request) => {
    const { access, scope } = request.routeOptions.config
    // The route itself reads the token. No cookie counts there, so that a foreign page gains nothing by calling it.
    if (access === undefined || access === 'token') return
    const bearer = bearerOf(request)
    if (access === 'api-token' || (bearer !== null && access !== 'public')) {
      request.apiToken = await presented(deps, bearer)
      if (access !== 'api-token') demandScope(request.apiToken, scopeOf(request.method, access, scope))
      return
    }
    if (changesSomething(request)) demandOwnOrigin(request, deps.publicUrl)
    if (access === 'public') return
    const token = request.cookies[deps.cookieName]
    request.signedIn = token === undefined ? null : await deps.sessions.find(token)
    if (request.signedIn === null) throw new SignedOutError('请先登录')
    const { owes } = request.signedIn
    if (owes !== null && request.routeOptions.config.whileOwing !== true) throw new OwingError(owedWords[owes])
    if (access !== 'signed-in') demand(request.signedIn.person, access)
  })
}

/** The person behind a request of a route that is for people alone. */
export function signedIn(request: FastifyRequest): SignedIn {
  if (request.apiToken !== null) throw new ForbiddenError('接口令牌不能进行此操作')
  if (request.signedIn === null) throw new SignedOutError('请先登录')
  return request.signedIn
}

/** Who asks: a person, or the system of an API token, which has no role and so sees what everybody may. */
export function callerOf(request: FastifyRequest): Person {
  if (request.apiToken === null) return signedIn(request).person
  const { id, name } = request.apiToken
  return { kind: 'person', id: `api-token:${id}`, name: `接口「${name}」`, roles: [], departmentId: null }
}

/** @throws ForbiddenError when the token was not given this scope */
export function demandScope(token: ApiToken, scope: Scope | null): void {
  if (scope === null) throw new ForbiddenError('接口令牌不能进行此操作')
  if (!token.scopes.includes(scope)) throw new ForbiddenError(`接口令牌没有 ${scope} 权限`, { metadata: { scope } })
}

async function presented({ apiTokens }: AccessDeps, bearer: string | null): Promise<ApiToken> {
  const token = bearer === null ? null : await apiTokens.find(bearer)
  if (token === null) throw new ApiTokenError('接口令牌无效、已撤销或已过期')
  return token
}

/** A token only reads: whatever changes something has no scope. */
function scopeOf(method: string, access: Access, scope: Scope | undefined): Scope | null {
  if (method !== 'GET' && method !== 'HEAD') return null
  if (access === 'signed-in') return scope ?? null
  return access === 'public' || access === 'token' || access === 'api-token' || !isScope(access) ? null : access
}

function bearerOf({ headers: { authorization } }: FastifyRequest): string | null {
  return authorization !== undefined && /^bearer /i.test(authorization) ? authorization.slice(7).trim() : null
}

function entriesOf(route: RouteOptions): RouteEntry[] {
  const access = route.config?.access
  if (access === undefined) throw new Error(`route ${String(route.method)} ${route.url} declares no access`)
  return [route.method].flat().map((method) => ({ method, url: route.url, access, scope: scopeOf(method, access, route.config?.scope) }))
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
