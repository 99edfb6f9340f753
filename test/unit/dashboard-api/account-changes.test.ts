import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RefusedError } from '../../../core/errors.ts'
import type { Account } from '../../../core/ports.ts'
import { AccountChanges } from '../../../dashboard-api/account-changes.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'

let one: TestApp
beforeEach(async () => {
  one = await startApp()
})
afterEach(() => one.close())

function admin(id: string): Account {
  return { id, login: id, name: '', roles: ['admin'], departmentId: null, passwordHash: null, disabled: false }
}

/** What two processes on the same store have, each its own. */
function processes(): [AccountChanges, AccountChanges] {
  const of = (holder: string) => new AccountChanges({ ...one.deps, ...one.stores, holder })
  return [of('left'), of('right')]
}

describe('changes of accounts by two processes', () => {
  it('are made one after another: none is lost', async () => {
    const [left, right] = processes()
    await one.stores.accounts.put(admin('a'))
    const more = (letter: string) => (account: Account) => ({ ...account, name: account.name + letter })
    await Promise.all(Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? left.change('a', more('l')) : right.change('a', more('r')))))
    expect(((await one.stores.accounts.byId('a'))?.name ?? '').split('').toSorted().join('')).toBe('llllllrrrrrr')
  })

  it('never take the last administrator away, though each looks at another account', async () => {
    const [left, right] = processes()
    await Promise.all(['a', 'b'].map((id) => one.stores.accounts.put(admin(id))))
    const disable = async (account: Account): Promise<Account> => {
      const others = (await one.stores.accounts.list()).filter(({ id, disabled }) => id !== account.id && !disabled)
      if (others.length === 0) throw new RefusedError('the last one')
      return { ...account, disabled: true }
    }
    const tries = await Promise.allSettled([left.change('a', disable), right.change('b', disable)])
    expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('add a login name once', async () => {
    const tries = await Promise.allSettled(processes().map((changes) => changes.add(admin('new'))))
    expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('write nothing after so long that another may have begun', async () => {
    const [left, right] = processes()
    await one.stores.accounts.put(admin('a'))
    const slow = left.change('a', async (account) => {
      one.clock.pass(11_000)
      await right.change('a', (now) => ({ ...now, name: 'right' }))
      return { ...account, name: 'left' }
    })
    await expect(slow).rejects.toThrow('没有保存')
    expect((await one.stores.accounts.byId('a'))?.name).toBe('right')
  })
})
