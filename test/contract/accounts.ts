import { describe, expect, test } from 'vitest'
import type { Account, Accounts, Session } from '../../core/ports.ts'
import { at } from '../support/incidents.ts'
import { freshPlace, type NewPlace } from './place.ts'

export function accountsContract(name: string, newPlace: NewPlace<{ readonly accounts: Accounts }>): void {
  describe(`${name}: accounts`, () => {
    test('finds people by id and by login, changes them, and keeps logins apart', async () => {
      const place = await freshPlace(newPlace)
      const before = await place.open()
      await before.accounts.put(account('1', 'duty'))
      await before.accounts.put(account('2', 'analyst'))
      await before.accounts.put({ ...account('1', 'duty'), disabled: true })
      await expect(before.accounts.put(account('3', 'duty'))).rejects.toThrow('duty')
      await before.close()

      const { accounts } = await place.open()
      expect(await accounts.byId('1')).toEqual({ ...account('1', 'duty'), disabled: true })
      expect((await accounts.byLogin('analyst'))?.id).toBe('2')
      expect(await accounts.byLogin('nobody')).toBeNull()
      expect((await accounts.list()).map((one) => one.login).toSorted()).toEqual(['analyst', 'duty'])
    })

    test('lets a changed login go', async () => {
      const { accounts } = await (await freshPlace(newPlace)).open()
      await accounts.put(account('1', 'old'))
      await accounts.put(account('1', 'new'))
      expect(await accounts.byLogin('old')).toBeNull()
      await accounts.put(account('2', 'old'))
      expect((await accounts.byLogin('old'))?.id).toBe('2')
    })

    test('keeps sessions until they are ended', async () => {
      const { accounts } = await (await freshPlace(newPlace)).open()
      await accounts.putSession(session('t1', '1'))
      await accounts.putSession(session('t2', '1'))
      await accounts.putSession(session('t3', '2'))
      await accounts.putSession({ ...session('t1', '1'), lastSeenElapsedMs: 99 })
      await accounts.endSession('t2')

      expect((await accounts.session('t1'))?.lastSeenElapsedMs).toBe(99)
      expect(await accounts.session('t2')).toBeNull()
      expect((await accounts.sessions('1')).map((one) => one.tokenHash)).toEqual(['t1'])
      expect((await accounts.sessions(null)).map((one) => one.tokenHash)).toEqual(['t1', 't3'])
    })

    test('moves the last use of a session forward, and of none that ended', async () => {
      const { accounts } = await (await freshPlace(newPlace)).open()
      await accounts.putSession(session('t1', '1'))
      await accounts.putSession(session('t2', '1'))
      await accounts.touchSession('t1', 50)
      await accounts.touchSession('t1', 40)
      await accounts.endSession('t2')
      await accounts.touchSession('t2', 50)
      await accounts.touchSession('unknown', 50)

      expect(await accounts.session('t1')).toEqual({ ...session('t1', '1'), lastSeenElapsedMs: 50 })
      expect((await accounts.sessions(null)).map((one) => one.tokenHash)).toEqual(['t1'])
    })

    test('lets a one-time link be taken once, however many try, and not after its time', async () => {
      const place = await freshPlace(newPlace)
      const [one, other] = [await place.open(), await place.open()]
      await one.accounts.putOneTime('setup', null, 1000)
      await one.accounts.putOneTime('reset', '7', 1000)
      await one.accounts.putOneTime('late', '7', 1000)
      const tries = await Promise.all(Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? one : other).accounts.takeOneTime('setup', 10)))

      expect(tries.filter((taken) => taken !== null)).toEqual([{ accountId: null }])
      expect(await one.accounts.takeOneTime('reset', 999)).toEqual({ accountId: '7' })
      expect(await one.accounts.takeOneTime('late', 1000)).toBeNull()
      expect(await one.accounts.takeOneTime('unknown', 0)).toBeNull()
    })
  })
}

function account(id: string, login: string): Account {
  return { id, login, name: '值班员', roles: ['duty-officer'], departmentId: null, passwordHash: '$argon2id$x', disabled: false }
}

function session(tokenHash: string, accountId: string): Session {
  return { tokenHash, accountId, createdAt: at('08:00'), lastSeenElapsedMs: 1, expiresElapsedMs: 100, userAgent: '浏览器', address: '127.0.0.1' }
}
