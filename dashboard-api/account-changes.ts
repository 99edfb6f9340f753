import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../core/clock.ts'
import { NotFoundError, RefusedError } from '../core/errors.ts'
import { OneAtATime } from '../core/one-at-a-time.ts'
import type { Account, Accounts, Leases } from '../core/ports.ts'
import { BusyError } from './errors.ts'

/** All of them, not each: that one administrator must be left is a matter of two accounts. */
const lease = 'accounts'
/** A change takes milliseconds; who died in one keeps the others waiting no longer. */
const leaseMs = 10_000
/** What took so long that the lease may be over when it is written is not written. */
const longestMs = 6_000
const askEveryMs = 25
const patienceMs = 15_000

export interface AccountChangesDeps {
  readonly accounts: Accounts
  readonly leases: Leases
  readonly clock: Clock
  /** Names this process. */
  readonly holder: string
}

/**
 * One change of accounts after another, in whichever process, each on what the one before left: a store knows accounts only whole, and
 * two at once would bring back what one of them took away.
 */
export class AccountChanges {
  readonly #deps: AccountChangesDeps
  readonly #turns = new OneAtATime()

  constructor(deps: AccountChangesDeps) {
    this.#deps = deps
  }

  /** Stores what the decision makes of the account. @throws NotFoundError, BusyError, and what the decision throws */
  change(id: string, decide: (account: Account) => Account | Promise<Account>): Promise<Account> {
    return this.#alone(async () => {
      const account = await this.#deps.accounts.byId(id)
      if (account === null) throw new NotFoundError('没有这个人员')
      return await decide(account)
    })
  }

  /** Stores a new one. @throws RefusedError when the login name is taken, BusyError, and what `demand` throws of those that there are */
  add(account: Account, demand: (others: readonly Account[]) => void = () => {}): Promise<Account> {
    return this.#alone(async () => {
      const others = await this.#deps.accounts.list()
      demand(others)
      if (others.some(({ id, login }) => id === account.id || login === account.login)) throw new RefusedError(`登录名 ${account.login} 已被使用`)
      return account
    })
  }

  #alone(decide: () => Promise<Account>): Promise<Account> {
    const { accounts, leases, clock, holder } = this.#deps
    return this.#turns.run(lease, async () => {
      const sinceMs = await this.#lease()
      try {
        const account = await decide()
        if (clock.elapsedMs() - sinceMs > longestMs) throw new BusyError('修改账号用时太久，没有保存，请再试一次')
        await accounts.put(account)
        return account
      } finally {
        // What was written stays so; a lease that cannot be given back runs out.
        await leases.release(lease, holder).catch(() => undefined)
      }
    })
  }

  /** Since when it is ours. */
  async #lease(): Promise<number> {
    const { leases, clock, holder } = this.#deps
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += askEveryMs) {
      const sinceMs = clock.elapsedMs()
      if ((await leases.acquire(lease, holder, sinceMs, leaseMs)) !== null) return sinceMs
      await wait(askEveryMs)
    }
    throw new BusyError('另一台服务器正在修改账号，请稍后再试')
  }
}
