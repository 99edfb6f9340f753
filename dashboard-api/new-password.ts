import { passwordFault } from '../core/password-profile.ts'
import type { Account, Random } from '../core/ports.ts'
import type { SignInRules } from '../core/sign-in-rules.ts'
import { BadRequestError } from './errors.ts'
import { hashPassword, verifyPassword } from './password.ts'

export interface NewPasswordDeps {
  readonly rules: SignInRules
  readonly random: Random
  readonly unitName: string
}

type Subject = Pick<Account, 'login' | 'name'> & Partial<Pick<Account, 'passwordHash' | 'formerPasswords'>>

/** The hash of a password that the profile of this desk allows for the person. @throws BadRequestError on `field` */
export async function newPasswordHash(
  { rules, random, unitName }: NewPasswordDeps,
  subject: Subject,
  password: string,
  field: string
): Promise<string> {
  const isCommon = await commonPasswords()
  const ownWords = [subject.login, subject.name, unitName, '望楼', 'wanglou']
  const fault = passwordFault(rules.passwords, password, { ownWords, isCommon: (text) => isCommon.has(text) })
  if (fault !== null) throw new BadRequestError(fault, [{ path: field, message: fault }])
  if (await isFormer(subject, password, rules.passwords.remembered)) {
    const message = `不能与最近用过的 ${rules.passwords.remembered} 个密码相同`
    throw new BadRequestError(message, [{ path: field, message }])
  }
  return await hashPassword(password, random)
}

/** The account with the new password, what it had before among those that must not come again. */
export function withPassword(account: Account, passwordHash: string, nowMs: number, { passwords }: SignInRules): Account {
  const former = account.passwordHash === null ? [] : [account.passwordHash, ...(account.formerPasswords ?? [])]
  return {
    ...account,
    passwordHash,
    passwordSetMs: nowMs,
    formerPasswords: former.slice(0, Math.max(0, passwords.remembered - 1)),
    linksFromMs: nowMs
  }
}

async function isFormer({ passwordHash, formerPasswords = [] }: Subject, password: string, remembered: number): Promise<boolean> {
  if (remembered === 0 || passwordHash == null) return false
  for (const hash of [passwordHash, ...formerPasswords].slice(0, remembered)) if ((await verifyPassword(password, hash)).right) return true
  return false
}

let read: Promise<ReadonlySet<string>> | null = null

/** Some 49,000 that everybody tries first; read when the first password is chosen. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  read ??= import('@zxcvbn-ts/language-common').then(({ default: { dictionary } }) => new Set(dictionary['passwords-common'] as readonly string[]))
  return read
}
