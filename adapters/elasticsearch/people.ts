import { ConflictError, RefusedError } from '../../core/errors.ts'
import type { Account, Accounts } from '../../core/ports.ts'
import { sha256 } from '../hash.ts'
import { Documents, type Found } from './documents.ts'
import { storedText, type IndexKind } from './index-kind.ts'
import type { StoreDeps } from './open.ts'

/** A record without an account holds a place: whoever wanted to write the account there meanwhile has to look again. */
interface PersonSource {
  readonly login: string | null
  readonly account: string | null
}

interface LoginSource {
  readonly login: string
  readonly accountId: string
}

export const accountKind: IndexKind = {
  name: 'accounts',
  version: 1,
  dated: false,
  shards: 1,
  properties: { login: { type: 'keyword' }, account: storedText }
}

export const loginKind: IndexKind = {
  name: 'logins',
  version: 1,
  dated: false,
  shards: 1,
  properties: { login: storedText, accountId: storedText }
}

const mostTries = 100

/**
 * People, with a login name each that nobody else has. Elasticsearch has no transaction over two documents, so a name is a
 * document of its own that says whose it is: first the name is claimed, then the account written, then the old name freed.
 *
 * A name counts only while the account that it names bears it. So a crash after the claim leaves a name that says nothing, and
 * one after the account was written leaves an old name that says nothing; whoever wants such a name frees it first. Freeing
 * touches the account that the name points to, then deletes the name, each only as it was read. An account is written only as
 * it was read before its name was claimed, and a claim always writes the name anew. So when the two meet, either the touch
 * comes between the reading and the writing of the account, and it is begun again; or the claim comes after the reading of the
 * name, and the name is not deleted. An account that is stored therefore always has its name.
 */
export function createPeople(deps: StoreDeps): Pick<Accounts, 'put' | 'byLogin' | 'byId' | 'list'> {
  const people = new Documents<PersonSource>(deps, accountKind)
  const logins = new Logins(new Documents<LoginSource>(deps, loginKind), people)
  return {
    async put(account) {
      const before = await writePerson(people, logins, account)
      if (before === null || before === account.login) return
      await logins.free(before).catch((error: unknown) => {
        // It says nothing any more; whoever wants it frees it.
        deps.logger.warn({ login: before, error: String(error) }, 'an old login name could not be freed yet')
      })
    },
    async byLogin(login) {
      const id = await logins.holder(login)
      const account = id === null ? null : accountOf(await people.get(id))
      return account?.login === login ? account : null
    },
    byId: async (id) => accountOf(await people.get(id)),
    async list() {
      const found = await people.search({ query: { exists: { field: 'login' } }, sort: [{ login: 'asc' }], limit: Infinity })
      return found.flatMap((one) => accountOf(one) ?? [])
    }
  }
}

/** Returns the login that the account had. @throws RefusedError when the login is another's */
async function writePerson(people: Documents<PersonSource>, logins: Logins, account: Account): Promise<string | null> {
  const source = { login: account.login, account: JSON.stringify(account) }
  for (let tries = 0; tries < mostTries; tries++) {
    const before = await people.get(account.id)
    if (before?.source.login !== account.login) await logins.claim(account.login, account.id)
    const written = before === null ? await people.create(account.id, source) : await people.replace(before, source)
    if (written !== null) return before?.source.login ?? null
  }
  throw new ConflictError(`account ${account.id} was changed by others ${mostTries} times while it was to be written`, {
    metadata: { id: account.id }
  })
}

/** Who has which login name. */
class Logins {
  readonly #logins: Documents<LoginSource>
  readonly #people: Documents<PersonSource>

  constructor(logins: Documents<LoginSource>, people: Documents<PersonSource>) {
    this.#logins = logins
    this.#people = people
  }

  async holder(login: string): Promise<string | null> {
    return (await this.#logins.get(idOf(login)))?.source.accountId ?? null
  }

  /** @throws RefusedError when another account bears it */
  async claim(login: string, accountId: string): Promise<void> {
    const source = { login, accountId }
    for (let tries = 0; tries < mostTries; tries++) {
      if ((await this.#logins.create(idOf(login), source)) !== null) return
      const held = await this.#logins.get(idOf(login))
      if (held === null) continue
      if (held.source.accountId === accountId) {
        if ((await this.#logins.replace(held, source)) !== null) return
      } else if (!(await this.#freeFound(held))) {
        throw new RefusedError(`登录名 ${login} 已被使用`, { metadata: { login } })
      }
    }
    throw new ConflictError(`login ${login} was fought over ${mostTries} times`, { metadata: { login } })
  }

  /** Lets a name go that its account bears no more. */
  async free(login: string): Promise<void> {
    const held = await this.#logins.get(idOf(login))
    if (held !== null) await this.#freeFound(held)
  }

  /** False when its account bears it. */
  async #freeFound(held: Found<LoginSource>): Promise<boolean> {
    const { login, accountId } = held.source
    const person = await this.#people.get(accountId)
    if (person?.source.login === login) return false
    const touched =
      person === null ? await this.#people.create(accountId, { login: null, account: null }) : await this.#people.replace(person, person.source)
    if (touched !== null) await this.#logins.deleteFound(held)
    return true
  }
}

/** A login name may be longer than an id. */
function idOf(login: string): string {
  return sha256(login)
}

function accountOf(found: Found<PersonSource> | null): Account | null {
  return found === null || found.source.account === null ? null : (JSON.parse(found.source.account) as Account)
}
