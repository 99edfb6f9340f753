import type { Configuration } from 'openid-client'
import { RefusedError, UnreachableError } from '../core/errors.ts'
import type { Account, Accounts } from '../core/ports.ts'
import type { OidcSettings } from '../core/sign-in-rules.ts'
import type { AccountChanges } from './account-changes.ts'
import { SignInError } from './errors.ts'

export interface OidcDeps {
  readonly accounts: Pick<Accounts, 'byLogin' | 'list'>
  readonly changes: AccountChanges
  readonly secret: () => string | null
}

/** What the browser keeps while its person is at the provider. */
export interface OidcTrip {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

const timeoutSeconds = 10

/** 单点登录: authorisation code with PKCE. People are not made by it; who has no account here is sent away. */
export class Oidc {
  readonly #settings: OidcSettings
  readonly #deps: OidcDeps
  #provider: Promise<Configuration> | null = null

  constructor(settings: OidcSettings, deps: OidcDeps) {
    this.#settings = settings
    this.#deps = deps
  }

  /** Where the browser goes, and what it keeps until it is back. @throws UnreachableError */
  async begin(callback: string): Promise<{ url: string; trip: OidcTrip }> {
    const { buildAuthorizationUrl, calculatePKCECodeChallenge, randomNonce, randomPKCECodeVerifier, randomState } = await import('openid-client')
    const provider = await this.#discovered()
    const trip = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
    const url = buildAuthorizationUrl(provider, {
      redirect_uri: callback,
      scope: this.#settings.scope,
      state: trip.state,
      nonce: trip.nonce,
      code_challenge: await calculatePKCECodeChallenge(trip.verifier),
      code_challenge_method: 'S256'
    })
    return { url: url.href, trip }
  }

  /**
   * The account of whom the provider names: at the first time by the login name, from then on only by the subject that it was
   * bound to, so that a login name that the provider gives to somebody else opens nothing. @throws SignInError, UnreachableError
   */
  async finish(back: URL, trip: OidcTrip): Promise<Account> {
    const claims = await this.#claims(back, trip)
    const subject = `${claims.iss} ${claims.sub}`
    const bound = (await this.#deps.accounts.list()).find(({ oidcSubject }) => oidcSubject === subject)
    const account = bound ?? (await this.#byClaim(claims[this.#settings.claim]))
    if (account.disabled) throw refused('disabled', '此账号已停用')
    return await this.#deps.changes.change(account.id, (now) => {
      if (now.oidcSubject !== undefined && now.oidcSubject !== subject) throw refused('other-identity', '此账号已与统一身份认证的另一身份绑定')
      return now.oidcSubject === subject ? now : { ...now, oidcSubject: subject }
    })
  }

  async #byClaim(claim: unknown): Promise<Account> {
    const account = typeof claim === 'string' ? await this.#deps.accounts.byLogin(claim) : null
    if (account === null) throw refused('no-account', '统一身份认证已通过，但本系统没有此账号')
    return account
  }

  async #claims(back: URL, { state, nonce, verifier }: OidcTrip): Promise<Readonly<Record<string, unknown>> & { iss: string; sub: string }> {
    const { authorizationCodeGrant } = await import('openid-client')
    const provider = await this.#discovered()
    try {
      const tokens = await authorizationCodeGrant(provider, back, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true
      })
      const claims = tokens.claims()
      if (claims === undefined) throw refused('refused', '统一身份认证没有返回身份')
      return claims
    } catch (cause) {
      if (cause instanceof SignInError) throw cause
      throw refused('refused', '统一身份认证没有通过', cause)
    }
  }

  /** Asked once; again after a failure. */
  #discovered(): Promise<Configuration> {
    this.#provider ??= this.#discover().catch((cause: unknown) => {
      this.#provider = null
      throw cause instanceof RefusedError
        ? cause
        : new UnreachableError(`连接不上统一身份认证：${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    })
    return this.#provider
  }

  async #discover(): Promise<Configuration> {
    const { allowInsecureRequests, discovery } = await import('openid-client')
    const { issuer, clientId, allowHttp } = this.#settings
    return await discovery(new URL(issuer), clientId, this.#deps.secret() ?? undefined, undefined, {
      timeout: timeoutSeconds,
      ...(allowHttp ? { execute: [allowInsecureRequests] } : {})
    })
  }
}

/** `why` is what the sign-in page explains; it never shows a text that stands in an address. */
export function refused(why: 'disabled' | 'other-identity' | 'no-account' | 'refused' | 'expired', message: string, cause?: unknown): SignInError {
  return new SignInError(message, { cause, metadata: { why } })
}
