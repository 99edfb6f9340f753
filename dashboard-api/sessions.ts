import type { Person } from '../core/actor.ts'
import type { Clock } from '../core/clock.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import { hourMs, minuteMs } from '../core/instant.ts'
import type { Account, Accounts, Random, Session, SignInWay } from '../core/ports.ts'
import type { SignInRules } from '../core/sign-in-rules.ts'
import { owes, type Owed } from './owed.ts'

export const idleMs = 30 * minuteMs
export const absoluteMs = 12 * hourMs
/** A session's last use is written at most this often. */
const touchMs = minuteMs
/** How long the code of the second factor may keep us waiting. */
const owingMs = 10 * minuteMs

export interface SignedIn {
  readonly session: Session
  readonly account: Account
  readonly person: Person
  /** What has to come before anything else; null: nothing. */
  readonly owes: Owed | null
}

interface SessionDeps {
  readonly accounts: Accounts
  readonly clock: Clock
  readonly random: Random
  readonly sha256: Sha256
  readonly rules: SignInRules
}

/** How somebody came, and from where. */
export interface Arrival {
  readonly userAgent: string
  readonly address: string
  readonly how: SignInWay
  /** A code of the second factor is still to come. */
  readonly owesCode: boolean
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
  async begin(account: Account, about: Arrival): Promise<{ token: string; signedIn: SignedIn }> {
    const { accounts, clock, random, sha256 } = this.#deps
    const token = Buffer.from(random(32)).toString('base64url')
    const nowMs = clock.elapsedMs()
    const session: Session = {
      tokenHash: sha256(token),
      accountId: account.id,
      createdAt: clock.now(),
      lastSeenElapsedMs: nowMs,
      expiresElapsedMs: nowMs + (about.owesCode ? owingMs : absoluteMs),
      userAgent: about.userAgent.slice(0, 200),
      address: about.address,
      how: about.how,
      ...(about.owesCode ? { owesCode: true } : {})
    }
    await accounts.putSession(session)
    return { token, signedIn: this.#signedIn(session, account) }
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

  /** Of one account all but the one that is kept; returns how many. */
  async endAll(accountId: string, kept: string | null = null): Promise<number> {
    const ended = (await this.#deps.accounts.sessions(accountId)).filter(({ tokenHash }) => tokenHash !== kept)
    for (const { tokenHash } of ended) await this.end(tokenHash)
    return ended.length
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
    return this.#signedIn(session, account)
  }

  #signedIn(session: Session, account: Account): SignedIn {
    const { rules, clock } = this.#deps
    return { session, account, person: personOf(account), owes: owes({ session, account, rules, nowMs: clock.elapsedMs() }) }
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
