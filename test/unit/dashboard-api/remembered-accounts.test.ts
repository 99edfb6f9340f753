import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEmbedded } from '../../../adapters/embedded/open.ts'
import type { Account, Accounts, Session, Stores } from '../../../core/ports.ts'
import { rememberAccounts } from '../../../dashboard-api/remembered-accounts.ts'
import { HandClock } from '../../support/api-app.ts'

let directory: string
let stores: Stores & { close(): Promise<void> }
/** As another process changes them. */
let others: Accounts
const clock = new HandClock()

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'wanglou-accounts-'))
  stores = await openEmbedded({ directory, clock, lock: true })
  others = stores.accounts
})
afterAll(async () => {
  await stores.close()
  await rm(directory, { recursive: true })
})

const account: Account = {
  id: 'p1',
  login: 'p1',
  name: '值班员',
  roles: ['duty-officer'],
  departmentId: null,
  passwordHash: null,
  disabled: false
}

function session(tokenHash: string): Session {
  const since = { createdAt: clock.now(), lastSeenElapsedMs: 0, expiresElapsedMs: 1 }
  return { tokenHash, accountId: 'p1', ...since, userAgent: '', address: '', how: 'link' }
}

describe('accounts of an engine over the network', () => {
  it('are asked for again after their time, and not before', async () => {
    const accounts = rememberAccounts(others, clock, 1000)
    await accounts.put(account)
    await accounts.putSession(session('a'))
    expect([(await accounts.session('a'))?.accountId, (await accounts.byId('p1'))?.disabled]).toEqual(['p1', false])
    await others.endSession('a')
    await others.put({ ...account, disabled: true })
    expect([(await accounts.session('a'))?.accountId, (await accounts.byId('p1'))?.disabled]).toEqual(['p1', false])
    clock.pass(1000)
    expect([await accounts.session('a'), (await accounts.byId('p1'))?.disabled]).toEqual([null, true])
  })

  it('are as this process wrote them at once', async () => {
    const accounts = rememberAccounts(others, clock, 1000)
    await accounts.put(account)
    expect([await accounts.session('b'), (await accounts.byId('p1'))?.disabled]).toEqual([null, false])
    await accounts.putSession(session('b'))
    await accounts.put({ ...account, disabled: true })
    expect([(await accounts.session('b'))?.accountId, (await accounts.byId('p1'))?.disabled]).toEqual(['p1', true])
    await accounts.touchSession('b', 77)
    expect((await accounts.session('b'))?.lastSeenElapsedMs).toBe(77)
    await accounts.endSession('b')
    expect(await accounts.session('b')).toBeNull()
  })

  it('that could not be read are asked for again', async () => {
    let fails = true
    const failing: Accounts = { ...others, byId: (id) => (fails ? Promise.reject(new Error('gone')) : others.byId(id)) }
    const accounts = rememberAccounts(failing, clock, 1000)
    await expect(accounts.byId('p1')).rejects.toThrow('gone')
    fails = false
    expect((await accounts.byId('p1'))?.id).toBe('p1')
  })
})
