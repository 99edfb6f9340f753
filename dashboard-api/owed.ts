import { dayMs } from '../core/instant.ts'
import type { Account, Session } from '../core/ports.ts'
import type { SignInRules } from '../core/sign-in-rules.ts'

/** What a person who signed in has to do before anything else. */
export type Owed = 'code' | 'second-factor' | 'password'

export const owedWords = {
  code: '请先输入动态口令',
  'second-factor': '您的角色须绑定动态口令，请先绑定',
  password: '密码已到更换期限，请先更换'
} as const satisfies Record<Owed, string>

export interface OwingMatter {
  readonly session: Pick<Session, 'owesCode'>
  readonly account: Account
  readonly rules: SignInRules
  readonly nowMs: number
}

export function owes({ session, account, rules, nowMs }: OwingMatter): Owed | null {
  if (session.owesCode === true) return 'code'
  if (account.secondFactor === undefined && needsSecondFactor(account, rules)) return 'second-factor'
  const dueMs = passwordDueMs(account, rules)
  return dueMs !== null && dueMs <= nowMs ? 'password' : null
}

export function needsSecondFactor({ roles }: Pick<Account, 'roles'>, { secondFactor }: SignInRules): boolean {
  return roles.some((role) => secondFactor.includes(role))
}

/** Real milliseconds at which the password must be another; null: never, or there is none. One of unknown age is due at once. */
export function passwordDueMs({ passwordHash, passwordSetMs }: Account, { passwords: { maxAgeDays } }: SignInRules): number | null {
  if (passwordHash === null || maxAgeDays === null) return null
  return (passwordSetMs ?? 0) + maxAgeDays * dayMs
}
