import { NotFoundError } from '../core/errors.ts'
import type { Account, Accounts } from '../core/ports.ts'
import { OneAtATime } from '../core/one-at-a-time.ts'

/**
 * One change of an account after another, each on what the one before left: a store knows accounts only whole, and two at once
 * would bring back what one of them took away.
 */
export class AccountChanges {
  readonly #accounts: Accounts
  readonly #turns = new OneAtATime()

  constructor(accounts: Accounts) {
    this.#accounts = accounts
  }

  /** Stores what the decision makes of the account. @throws NotFoundError, and what the decision throws */
  async change(id: string, decide: (account: Account) => Account | Promise<Account>): Promise<Account> {
    return await this.#turns.run(id, async () => {
      const account = await this.#accounts.byId(id)
      if (account === null) throw new NotFoundError('没有这个人员')
      const changed = await decide(account)
      await this.#accounts.put(changed)
      return changed
    })
  }
}
