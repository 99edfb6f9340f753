import { Secret, TOTP } from 'otpauth'
import { RefusedError } from '../core/errors.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import type { Clock } from '../core/clock.ts'
import { minuteMs } from '../core/instant.ts'
import type { Account, CrawlState, Random, SecretBox } from '../core/ports.ts'

export interface SecondFactorDeps {
  readonly clock: Clock
  readonly random: Random
  readonly sha256: Sha256
  readonly crawl: Pick<CrawlState, 'enqueue' | 'finish'>
  readonly issuer: string
  readonly secrets: SecretBox
}

const secretBytes = 20
const enrolMs = 10 * minuteMs
const recoveryCodes = 10
const recoveryBytes = 10
/** Codes of the step before and after count too: clocks of telephones differ. */
const stepsOff = 1
const periodMs = 30_000
/** Where codes that were used are kept, each once for all processes; no source can have this id. */
const usedPlace = '@second-factor'

/** A secret to be shown once; it counts when a code made of it is told within ten minutes. @throws RefusedError */
export function enrol({ clock, random, issuer, secrets }: SecondFactorDeps, account: Account): { account: Account; secret: string; uri: string } {
  const secret = new Secret({ buffer: new Uint8Array(random(secretBytes)).buffer }).base32
  const uri = totpOf(secret, issuer, account.login).toString()
  return { account: { ...account, enrolling: { secret: secrets.seal(secret, account.id), untilMs: clock.elapsedMs() + enrolMs } }, secret, uri }
}

/** The account with its second factor, and recovery codes that are told this once. @throws RefusedError */
export async function confirmEnrolment(deps: SecondFactorDeps, account: Account, code: string): Promise<{ account: Account; codes: string[] }> {
  const { enrolling, ...rest } = account
  if (enrolling === undefined || enrolling.untilMs <= deps.clock.elapsedMs()) throw new RefusedError('二维码已过期，请重新开始绑定')
  if (!(await takeTotp(deps, account, enrolling.secret, code)))
    throw new RefusedError('动态口令不符：请核对手机与服务器的时间，输入应用里当前显示的 6 位数字')
  const { codes, hashes } = newRecoveryCodes(deps, account.id)
  return { account: { ...rest, secondFactor: { secret: enrolling.secret, since: deps.clock.now(), recoveryCodes: hashes } }, codes }
}

export function renewRecoveryCodes(deps: SecondFactorDeps, account: Account): { account: Account; codes: string[] } {
  if (account.secondFactor === undefined) throw new RefusedError('尚未绑定动态口令')
  const { codes, hashes } = newRecoveryCodes(deps, account.id)
  return { account: { ...account, secondFactor: { ...account.secondFactor, recoveryCodes: hashes } }, codes }
}

/** Uses up a code of the telephone or a recovery code; null: it is neither. Which it was is said, and the account without a used recovery code. */
export async function takeCode(
  deps: SecondFactorDeps,
  account: Account,
  code: string
): Promise<{ account: Account; by: 'totp' | 'recovery' } | null> {
  const { secondFactor } = account
  if (secondFactor === undefined) return null
  if (await takeTotp(deps, account, secondFactor.secret, code)) return { account, by: 'totp' }
  const hash = recoveryHash(deps.sha256, account.id, code)
  if (!secondFactor.recoveryCodes.includes(hash)) return null
  if (!(await isFirstUse(deps, `${account.id}:${hash}`))) return null
  return {
    account: { ...account, secondFactor: { ...secondFactor, recoveryCodes: secondFactor.recoveryCodes.filter((one) => one !== hash) } },
    by: 'recovery'
  }
}

async function takeTotp(deps: SecondFactorDeps, { id, login }: Account, stored: string, code: string): Promise<boolean> {
  const token = code.normalize('NFKC').replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return false
  const timestamp = deps.clock.elapsedMs()
  const secret = deps.secrets.isSealed(stored) ? deps.secrets.open(stored, id) : stored
  const delta = totpOf(secret, deps.issuer, login).validate({ token, timestamp, window: stepsOff })
  return delta !== null && (await isFirstUse(deps, `${id}:${Math.floor(timestamp / periodMs) + delta}`))
}

/** A code counts once, whichever process it is told to. */
async function isFirstUse({ crawl }: SecondFactorDeps, key: string): Promise<boolean> {
  const fresh = await crawl.enqueue(usedPlace, [{ key, url: '', hint: '', tries: 0 }])
  if (fresh.length > 0) await crawl.finish(usedPlace, key)
  return fresh.length > 0
}

function totpOf(secret: string, issuer: string, label: string): TOTP {
  return new TOTP({ issuer, label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: periodMs / 1000 })
}

function newRecoveryCodes({ random, sha256 }: SecondFactorDeps, accountId: string): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: recoveryCodes }, () =>
    (new Secret({ buffer: new Uint8Array(random(recoveryBytes)).buffer }).base32.match(/.{4}/g) ?? []).join('-')
  )
  return { codes, hashes: codes.map((code) => recoveryHash(sha256, accountId, code)) }
}

function recoveryHash(sha256: Sha256, accountId: string, code: string): string {
  return sha256(
    `recovery:${accountId}:${code
      .normalize('NFKC')
      .toUpperCase()
      .replaceAll(/[^A-Z2-7]/g, '')}`
  )
}
