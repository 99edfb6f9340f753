import { sha256, strongRandom } from '../adapters/hash.ts'
import { roleWords, type Role } from '../core/actor.ts'
import type { Clock } from '../core/clock.ts'
import type { Account, Accounts } from '../core/ports.ts'
import { createSignInLink } from '../dashboard-api/one-time-links.ts'

/** One person a role, and a handler in each department that the script gives work to. No passwords: they come by one-time links. */
export const posts: readonly { readonly login: string; readonly role: Role; readonly departmentId: string | null }[] = [
  { login: 'duty-officer', role: 'duty-officer', departmentId: 'press-office' },
  { login: 'analyst', role: 'analyst', departmentId: 'press-office' },
  { login: 'handler', role: 'handler', departmentId: 'emergency' },
  { login: 'spokesperson', role: 'spokesperson', departmentId: 'press-office' },
  { login: 'deputy-leader', role: 'deputy-leader', departmentId: null },
  { login: 'leader', role: 'leader', departmentId: null },
  { login: 'supervisor', role: 'supervisor', departmentId: null },
  { login: 'auditor', role: 'auditor', departmentId: null },
  { login: 'admin', role: 'admin', departmentId: null }
]

/** Puts the people of the drill on the accounts of its own store; again is harmless. */
export async function seatPeople(accounts: Accounts): Promise<readonly Account[]> {
  const people = posts.map(({ login, role, departmentId }): Account => ({
    id: `drill-${login}`,
    login: `drill-${login}`,
    name: `演练${roleWords[role]}`,
    roles: [role],
    departmentId,
    passwordHash: null,
    disabled: false
  }))
  for (const account of people) await accounts.put(account)
  return people
}

/** A person under the own name on one of the posts, so that what is signed says who signed it; null: there is no such post. */
export async function seatPerson(accounts: Accounts, post: string, person: { readonly id: string; readonly name: string }): Promise<Account | null> {
  const found = posts.find(({ login }) => login === post)
  if (found === undefined) return null
  const id = `drill-${post}-${sha256(person.id).slice(0, 12)}`
  const account: Account = {
    id,
    login: id,
    name: person.name,
    roles: [found.role],
    departmentId: found.departmentId,
    passwordHash: null,
    disabled: false
  }
  await accounts.put(account)
  return account
}

/** A link that signs one person in once, for this drill only. */
export async function signInLink(accounts: Accounts, clock: Clock, url: string, account: Account): Promise<string> {
  return new URL(await createSignInLink({ accounts, clock, random: strongRandom, sha256 }, account.id), url).href
}
