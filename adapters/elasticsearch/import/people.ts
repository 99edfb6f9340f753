import type { MovedOneTimeLink, MoveTarget } from '../../../core/moved.ts'
import type { Account, Accounts, Session } from '../../../core/ports.ts'
import { indexOf } from '../index-kind.ts'
import { oneTimeLinkKind, type LinkSource } from '../one-time-links.ts'
import type { StoreDeps } from '../open.ts'
import { sessionKind } from '../sessions.ts'
import { countOf, findAll } from './find-all.ts'

export function accountTarget(accounts: Pick<Accounts, 'put' | 'byId' | 'list'>): MoveTarget<Account> {
  return {
    async put(rows) {
      for (const account of rows) await accounts.put(account)
    },
    find: (rows) => Promise.all(rows.map(({ id }) => accounts.byId(id))),
    count: async () => (await accounts.list()).length
  }
}

export function sessionTarget(deps: StoreDeps, accounts: Pick<Accounts, 'putSession' | 'session'>): MoveTarget<Session> {
  return {
    async put(rows) {
      for (const session of rows) await accounts.putSession(session)
    },
    find: (rows) => Promise.all(rows.map(({ tokenHash }) => accounts.session(tokenHash))),
    count: () => countOf(deps, sessionKind)
  }
}

export function oneTimeLinkTarget(deps: StoreDeps, accounts: Pick<Accounts, 'putOneTime'>): MoveTarget<MovedOneTimeLink> {
  const placeOf = ({ tokenHash }: MovedOneTimeLink) => ({ index: indexOf(deps.options, oneTimeLinkKind), id: tokenHash })
  return {
    async put(rows) {
      for (const { tokenHash, accountId, expiresElapsedMs } of rows) await accounts.putOneTime(tokenHash, accountId, expiresElapsedMs)
    },
    async find(rows) {
      const found = await findAll<LinkSource>(deps, rows.map(placeOf), ['accountId', 'expiresMs'])
      return rows.map(({ tokenHash }, place) => {
        const source = found[place] ?? null
        return source === null ? null : { tokenHash, accountId: source.accountId, expiresElapsedMs: source.expiresMs }
      })
    },
    count: () => countOf(deps, oneTimeLinkKind)
  }
}
