import type { Person } from '../core/actor.ts'
import type { Clock } from '../core/clock.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import { hourMs, minuteMs } from '../core/instant.ts'
import type { Account, Accounts, Random, Session } from '../core/ports.ts'

export const idleMs = 30 * minuteMs
export const absoluteMs = 12 * hourMs
/** A session's last use is written at most this often. */
const touchMs = minuteMs

export interface SignedIn {
  readonly session: Session
  readonly account: Account
  readonly person: Person
}

interface SessionDeps {
  readonly accounts: Accounts
  readonly clock: Clock
  readonly random: Random
  readonly sha256: Sha256
}

/**
 * Reference tokens of 256 bit: the person holds the token, the store only its SHA-256. Idle 30 minutes, at most 12 hours,
 * both on real time.
 */
export class Sessions {
  readonly #deps: SessionDeps
  readonly #onEnded = new Set<(tokenHash: string) => void>()

  constructor(deps: SessionDeps) {
    this.#deps = deps
  }

  /** A new session of the account; returns its token, which is told once. */
  async begin(account: Account, about: { userAgent: string; address: string }): Promise<{ token: string; signedIn: SignedIn }> {
    const { accounts, clock, random, sha256 } = this.#deps
    const token = Buffer.from(random(32)).toString('base64url')
    const nowMs = clock.elapsedMs()
    const session: Session = {
      tokenHash: sha256(token),
      accountId: account.id,
      createdAt: clock.now(),
      lastSeenElapsedMs: nowMs,
      expiresElapsedMs: nowMs + absoluteMs,
      userAgent: about.userAgent.slice(0, 200),
      address: about.address
    }
    await accounts.putSession(session)
    return { token, signedIn: { session, account, person: personOf(account) } }
  }

  /** Who holds the token; null when unknown, ended, idle too long, too old, or of a disabled account. Counts as use. */
  async find(token: string): Promise<SignedIn | null> {
    const found = await this.#alive(this.#deps.sha256(token))
    if (found === null) return null
    await this.#touch(found.session)
    return found
  }

  /** The same by its hash, for a connection that stays open: while it lives the session is in use, up to its 12 hours. */
  async recheck(tokenHash: string): Promise<SignedIn | null> {
    const found = await this.#alive(tokenHash)
    if (found !== null) await this.#touch(found.session)
    return found
  }

  /** Sessions that still live; of one account, or of all. */
  async list(accountId: string | null): Promise<readonly Session[]> {
    const sessions = await this.#deps.accounts.sessions(accountId)
    return sessions.filter((session) => this.#isAlive(session))
  }

  async end(tokenHash: string): Promise<void> {
    await this.#deps.accounts.endSession(tokenHash)
    for (const listener of this.#onEnded) listener(tokenHash)
  }

  onEnded(listener: (tokenHash: string) => void): () => void {
    this.#onEnded.add(listener)
    return () => this.#onEnded.delete(listener)
  }

  async #alive(tokenHash: string): Promise<SignedIn | null> {
    const session = await this.#deps.accounts.session(tokenHash)
    if (session === null || !this.#isAlive(session)) return null
    const account = await this.#deps.accounts.byId(session.accountId)
    if (account === null || account.disabled) return null
    return { session, account, person: personOf(account) }
  }

  #isAlive(session: Session): boolean {
    const nowMs = this.#deps.clock.elapsedMs()
    return nowMs < session.expiresElapsedMs && nowMs - session.lastSeenElapsedMs < idleMs
  }

  async #touch(session: Session): Promise<void> {
    const nowMs = this.#deps.clock.elapsedMs()
    if (nowMs - session.lastSeenElapsedMs < touchMs) return
    await this.#deps.accounts.touchSession(session.tokenHash, nowMs)
  }
}

export function personOf(account: Account): Person {
  return { kind: 'person', id: account.id, name: account.name, roles: [...account.roles], departmentId: account.departmentId }
}
