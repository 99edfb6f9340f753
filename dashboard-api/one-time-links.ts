import type { Clock } from '../core/clock.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import { hourMs } from '../core/instant.ts'
import type { Accounts, Random } from '../core/ports.ts'

export interface LinkDeps {
  readonly accounts: Accounts
  readonly clock: Clock
  readonly random: Random
  readonly sha256: Sha256
}

/** Each purpose has its own hash, so that a link of one can neither serve nor use up the other. */
type Purpose = 'setup' | 'signin'

const setupHours = 24
export const signInHours = 12

/**
 * The link of the first run, a path that begins with `/`: whoever opens it within 24 hours makes the first account. Null
 * when there is an account already. The token stands behind `#`, which no server and no proxy ever sees.
 */
export async function createFirstRunLink(deps: LinkDeps): Promise<string | null> {
  if ((await deps.accounts.list()).length > 0) return null
  return `/setup#token=${await putToken(deps, 'setup', null, setupHours)}`
}

/** A link that signs the account in once, within 12 hours; a path that begins with `/`. */
export async function createSignInLink(deps: LinkDeps, accountId: string): Promise<string> {
  return `/signin-link#token=${await putToken(deps, 'signin', accountId, signInHours)}`
}

/** Uses a token up. True once; null when it is unknown, used or too old. */
export function takeToken(deps: Omit<LinkDeps, 'random'>, purpose: Purpose, token: string): Promise<{ readonly accountId: string | null } | null> {
  return deps.accounts.takeOneTime(deps.sha256(`${purpose}:${token}`), deps.clock.elapsedMs())
}

async function putToken(deps: LinkDeps, purpose: Purpose, accountId: string | null, hours: number): Promise<string> {
  const token = `${deps.clock.elapsedMs().toString(36)}.${Buffer.from(deps.random(32)).toString('base64url')}`
  await deps.accounts.putOneTime(deps.sha256(`${purpose}:${token}`), accountId, deps.clock.elapsedMs() + hours * hourMs)
  return token
}

/** Real milliseconds at which the token was made. Only of one that was taken: then it was not tampered with. */
export function madeMs(token: string): number {
  return Number.parseInt(token.split('.')[0] ?? '', 36)
}
