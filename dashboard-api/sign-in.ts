import type { Clock } from '../core/clock.ts'
import type { Role } from '../core/actor.ts'
import { RefusedError } from '../core/errors.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import type { Account, Accounts, Random } from '../core/ports.ts'
import type { SetupRequest, SignInRequest } from './contract.ts'
import { LockedError, SignInError } from './errors.ts'
import type { AccountChanges } from './account-changes.ts'
import { newPasswordHash, withPassword, type NewPasswordDeps } from './new-password.ts'
import { madeMs, takeToken } from './one-time-links.ts'
import { hashOfNobody, hashPassword, verifyPassword } from './password.ts'
import type { SignInLock } from './sign-in-lock.ts'

export interface SignInDeps extends NewPasswordDeps {
  readonly accounts: Accounts
  readonly changes: AccountChanges
  readonly clock: Clock
  readonly random: Random
  readonly sha256: Sha256
  readonly lock: SignInLock
}

/** Who makes the first account runs the place until others are named. */
const firstRoles: readonly Role[] = ['admin', 'duty-officer']

/**
 * The account of a login name and password. Unknown names, disabled accounts and wrong passwords get the same answer after
 * the same work.
 * @throws SignInError, LockedError
 */
export async function signInByPassword(deps: SignInDeps, { login, password }: SignInRequest): Promise<Account> {
  const nowMs = deps.clock.elapsedMs()
  if (deps.lock.isLocked(login, nowMs)) throw new LockedError('登录失败次数过多，请 15 分钟后再试')
  deps.lock.count(login, nowMs)
  const account = await deps.accounts.byLogin(login)
  const { right, outdated } = await verifyPassword(password, account?.passwordHash ?? hashOfNobody)
  if (!right || account === null || account.passwordHash === null || account.disabled) throw new SignInError('登录名或密码不正确')
  // The lock stays until the code is right as well: a known password must not buy tries at the code.
  if (account.secondFactor === undefined) deps.lock.forget(login)
  if (!outdated) return account
  const passwordHash = await hashPassword(password, deps.random)
  return await deps.changes.change(account.id, (now) => (now.passwordHash === account.passwordHash ? { ...now, passwordHash } : now))
}

/** @throws SignInError when the link is unknown, used or too old. */
export async function signInByLink(deps: SignInDeps, token: string): Promise<Account> {
  const taken = await takeToken(deps, 'signin', token)
  const account = taken?.accountId == null ? null : await deps.accounts.byId(taken.accountId)
  if (account === null || account.disabled || madeMs(token) <= (account.linksFromMs ?? 0)) throw new SignInError('链接无效、已使用或已过期')
  return account
}

/** The first account, with the password that the person chose. @throws SignInError, RefusedError */
export async function setUpFirstAccount(deps: SignInDeps, { token, login, name, password }: SetupRequest): Promise<Account> {
  const passwordHash = await newPasswordHash(deps, { login, name }, password, 'password')
  if ((await takeToken(deps, 'setup', token)) === null) throw new SignInError('链接无效、已使用或已过期')
  const id = `person-${deps.sha256(login).slice(0, 12)}`
  const bare: Account = { id, login, name, roles: firstRoles, departmentId: null, passwordHash: null, disabled: false }
  const account = withPassword(bare, passwordHash, deps.clock.elapsedMs(), deps.rules)
  return await deps.changes.add(account, (others) => {
    if (others.length > 0) throw new RefusedError('系统已完成初始设置')
  })
}
