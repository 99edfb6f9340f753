import type { Account, SecretBox } from '../core/ports.ts'
import type { AccountChanges } from './account-changes.ts'

/** Seals the secrets that were stored before that was done; how many accounts had one. Nothing is done where there is no key. */
export async function sealSecondFactors(accounts: readonly Account[], changes: AccountChanges, secrets: SecretBox): Promise<number> {
  if (secrets.keyId === null) return 0
  const plain = accounts.filter((account) => sealed(account, secrets) !== account)
  for (const { id } of plain) await changes.change(id, (now) => sealed(now, secrets))
  return plain.length
}

/** The account itself where nothing of it is plain. */
function sealed(account: Account, secrets: SecretBox): Account {
  const seal = <T extends { readonly secret: string }>(one: T): T => ({ ...one, secret: secrets.seal(one.secret, account.id) })
  const isPlain = (one: { readonly secret: string } | undefined): one is { readonly secret: string } =>
    one !== undefined && !secrets.isSealed(one.secret)
  const { secondFactor, enrolling } = account
  if (!isPlain(secondFactor) && !isPlain(enrolling)) return account
  return {
    ...account,
    ...(secondFactor !== undefined && isPlain(secondFactor) ? { secondFactor: seal(secondFactor) } : {}),
    ...(enrolling !== undefined && isPlain(enrolling) ? { enrolling: seal(enrolling) } : {})
  }
}
