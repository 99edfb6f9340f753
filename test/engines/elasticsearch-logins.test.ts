import { Client } from '@elastic/elasticsearch'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Documents } from '../../adapters/elasticsearch/documents.ts'
import { loginKind } from '../../adapters/elasticsearch/people.ts'
import { sha256 } from '../../adapters/hash.ts'
import { RefusedError } from '../../core/errors.ts'
import type { Account } from '../../core/ports.ts'
import { freshPlace } from '../contract/place.ts'
import { elasticsearchNodes, elasticsearchPlace } from '../support/elasticsearch-place.ts'
import { flakyElasticsearch, type Fate } from '../support/flaky-elasticsearch.ts'

describe.skipIf(elasticsearchNodes.length === 0)('login names on Elasticsearch', () => {
  test('a name claimed by a process that died before it wrote the account is free', async () => {
    const { accounts, logins } = await storesAndLogins()
    await logins.create(sha256('duty'), { login: 'duty', accountId: '1' })
    expect(await accounts.byLogin('duty')).toBeNull()
    await accounts.put(account('2', 'duty'))
    expect((await accounts.byLogin('duty'))?.id).toBe('2')
    expect(await accounts.byId('1')).toBeNull()
    expect((await accounts.list()).map(({ id }) => id)).toEqual(['2'])
    await accounts.put(account('1', 'other'))
    expect((await accounts.byLogin('other'))?.id).toBe('1')
  })

  test('an old name that a process did not come to free is free, and finds nobody', async () => {
    const { accounts, logins } = await storesAndLogins()
    await accounts.put(account('1', 'new'))
    await logins.create(sha256('old'), { login: 'old', accountId: '1' })
    expect(await accounts.byLogin('old')).toBeNull()
    await accounts.put(account('2', 'old'))
    expect((await accounts.byLogin('old'))?.id).toBe('2')
    expect((await accounts.byLogin('new'))?.id).toBe('1')
  })

  test('whoever is slow between claiming a name and writing the account does not take it from another', async () => {
    const flaky = await flakyElasticsearch(elasticsearchNodes[0] ?? '')
    onTestFinished(() => flaky.close())
    const made = await elasticsearchPlace()
    const quick = await (await freshPlace(async () => made)).open()
    const slow = await (await freshPlace(() => elasticsearchPlace({ ...made.options, nodes: [flaky.node] }))).open()
    const held = Promise.withResolvers<Fate>()
    const claimed = Promise.withResolvers<null>()
    flaky.fate = (method, path) => {
      if (method !== 'PUT' || !path.includes('-accounts-v')) return 'pass'
      claimed.resolve(null)
      return held.promise
    }
    const slowly = slow.accounts.put(account('1', 'duty'))
    await claimed.promise
    await quick.accounts.put(account('2', 'duty'))
    held.resolve('pass')

    await expect(slowly).rejects.toThrow(RefusedError)
    expect((await quick.accounts.byLogin('duty'))?.id).toBe('2')
    expect((await quick.accounts.list()).map(({ id }) => id)).toEqual(['2'])
  })
})

async function storesAndLogins() {
  const made = await elasticsearchPlace()
  const { accounts } = await (await freshPlace(async () => made)).open()
  const client = new Client({ node: elasticsearchNodes[0] ?? '' })
  onTestFinished(() => client.close())
  return { accounts, logins: new Documents<{ login: string; accountId: string }>({ client, options: made.options }, loginKind) }
}

function account(id: string, login: string): Account {
  return { id, login, name: '值班员', roles: ['duty-officer'], departmentId: null, passwordHash: null, disabled: false }
}
